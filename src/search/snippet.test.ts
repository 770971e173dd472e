import { describe, expect, it } from 'vitest'
import { findMarks, findLetterMarks } from './find-marks.ts'
import { analyzeQuery } from './analyze-query.ts'
import { findPhrase } from './find-phrase.ts'
import { likelySpot } from './likely-spot.ts'
import { parseQuery } from './parse-query.ts'
import { bestStretch, renderSnippet } from './snippet.ts'

function snippet(text: string, query: string, language: string | null = 'en'): string {
  const parsed = parseQuery(query)
  const marks = findMarks(text, language, analyzeQuery(parsed, [language]), parsed.phrases)
  return renderSnippet(text, bestStretch(text, marks, 0), marks)
}

describe('the snippet', () => {
  it.each([
    [
      'We baked it. Baking is fun.',
      'bake',
      'en',
      'We <mark>baked</mark> it. <mark>Baking</mark> is fun.',
    ],
    ['私は東京タワーへ', '東京タワー', 'ja', '私は<mark>東京タワー</mark>へ'],
    ['Die Häuser', 'Haus', 'de', 'Die <mark>Häuser</mark>'],
    ['<b>bold</b> & "x"', 'bold', 'en', '&lt;b&gt;<mark>bold</mark>&lt;/b&gt; &amp; &quot;x&quot;'],
    ["it's here", 'here', 'en', 'it&#39;s <mark>here</mark>'],
    ['to be or not to be', '"not to be"', 'en', 'to be or <mark>not to be</mark>'],
    ['nothing of it', 'oven', 'en', 'nothing of it'],
  ])('marks in %j what %j found', (text, query, language, html) => {
    expect(snippet(text, query, language)).toBe(html)
  })

  it('shows where most of the different words are, from the beginning of a sentence', () => {
    const filler = 'This sentence says nothing at all about it. '.repeat(8)
    const text = `An oven. ${filler}Here the oven bakes a loaf of bread. ${filler}`
    const html = snippet(text, 'oven bread loaf')
    expect(html).toMatch(
      /^… Here the <mark>oven<\/mark> bakes a <mark>loaf<\/mark> of <mark>bread<\/mark>\./,
    )
    expect(html).toMatch(/ …$/)
    expect(html.replaceAll(/<[^>]*>/g, '').length).toBeLessThan(250)
  })

  it('counts characters of double width twice', () => {
    const html = snippet('これは長い文章です。'.repeat(40), '文章', 'ja')
    expect(html.replaceAll(/<[^>]*>/g, '').length).toBeLessThan(130)
  })

  it('cuts a text without any space', () => {
    expect(snippet('x'.repeat(3000), 'oven').length).toBeLessThan(3100)
  })
})

describe('findPhrase', () => {
  it.each([
    ['Ask not what', 'ask NOT', ['Ask not']],
    ['ask, not', 'ask not', ['ask, not']],
    ['asks not', 'ask not', []],
    ['not ask', 'ask not', []],
    ['a b a b c', 'a b c', ['a b c']],
    ['東京タワー', '京タ', ['京タ']],
    ['Straße frei', 'strasse frei', ['Straße frei']],
  ])('in %j for %j', (text, phrase, found) => {
    expect(findPhrase(text, phrase).map(({ from, to }) => text.slice(from, to))).toEqual(found)
  })
})

describe('findLetterMarks', () => {
  it('marks the words that were cut in another way', () => {
    const text = 'The cyber security of trains'
    const { letterRuns } = analyzeQuery(parseQuery('cybersecurity'), ['en'])
    const marks = findLetterMarks(text, 'en', letterRuns)
    expect(marks.map(({ found }) => found)).toEqual(['cyber', 'security'])
  })
})

describe('likelySpot', () => {
  it('is the sentence with letters like those of the question', () => {
    const text = 'Hello there. You will be refunded soon. Goodbye.'
    expect(likelySpot(text, 'en', 'what about refunds')).toBe(13)
    expect(likelySpot(text, 'en', 'zzz')).toBe(0)
  })
})
