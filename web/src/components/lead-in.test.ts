import { describe, expect, it } from 'vitest'
import { leadIn } from './lead-in.ts'

const text = (html: string) =>
  leadIn(html, 36)
    .map((part) => part.text)
    .join('')

describe('leadIn', () => {
  it('leaves a snippet whose found word is near the start', () => {
    expect(text('we <mark>lost</mark> contact')).toBe('we lost contact')
  })

  it('cuts what stands far before the found word, at a word', () => {
    const cut = text(
      'At nine this morning, Mission Control in Houston, which had been waiting for news, <mark>lost</mark> contact',
    )
    expect(cut).toBe('… which had been waiting for news, lost contact')
  })

  it('cuts text without spaces too', () => {
    expect(text(`${'あ'.repeat(90)}<mark>空</mark>`)).toBe(`… ${'あ'.repeat(36)}空`)
  })

  it('leaves a snippet without a found word', () => {
    const html = 'a '.repeat(80)
    expect(text(html)).toBe(html)
  })
})
