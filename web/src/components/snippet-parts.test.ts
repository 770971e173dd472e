import { describe, expect, it } from 'vitest'
import { markedWords, snippetParts } from './snippet-parts.ts'

describe('snippetParts', () => {
  it('tells marked words from the others', () => {
    expect(snippetParts('we <mark>lost</mark> contact')).toEqual([
      { text: 'we ', isMarked: false },
      { text: 'lost', isMarked: true },
      { text: ' contact', isMarked: false },
    ])
  })

  it('reads entities', () => {
    expect(
      snippetParts('&lt;b&gt; &amp;amp; &quot;q&quot; &#39;a&#39; &#x1F600; &unknown;'),
    ).toEqual([{ text: '<b> &amp; "q" \'a\' 😀 &unknown;', isMarked: false }])
  })

  it('leaves every other tag as text', () => {
    expect(snippetParts('<img src=x onerror=alert(1)><mark>a</mark>')).toEqual([
      { text: '<img src=x onerror=alert(1)>', isMarked: false },
      { text: 'a', isMarked: true },
    ])
  })

  it('survives a number that is no character', () => {
    expect(snippetParts('&#9999999;')).toEqual([{ text: '&#9999999;', isMarked: false }])
  })
})

describe('markedWords', () => {
  it('gives each form once', () => {
    expect([
      ...markedWords('<mark>Lost</mark> and <mark>lost</mark>, <mark>losing</mark>'),
    ]).toEqual(['lost', 'losing'])
  })
})
