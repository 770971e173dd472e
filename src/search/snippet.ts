import { sentenceSpans, wordSpans, type TextSpan } from '../domain/text-sentences.ts'
import type { Mark } from './find-marks.ts'

/** About three lines; a character of Chinese or Japanese is as wide as two. */
const maxWidth = 240
const leadWidth = 60

/**
 * The stretch of a text that shows most of what was found, from the beginning of a sentence where one is near. `near` is
 * where to look when nothing was found.
 */
export function bestStretch(text: string, marks: readonly Mark[], near: number): TextSpan {
  if (widthOf(text) <= maxWidth) return { from: 0, to: text.length }
  const layout: Layout = { text, words: wordSpans(text), sentences: sentenceSpans(text) }
  const starts = marks.length > 0 ? marks.map(({ from }) => from) : [near]
  let best: TextSpan = { from: 0, to: 0 }
  let most = -1
  for (const start of starts) {
    const stretch = stretchAround(layout, start)
    const value = valueOf(marksWithin(marks, stretch))
    if (value > most) [best, most] = [stretch, value]
  }
  return best
}

/** Cutting a text into words takes longer than everything else here, so it is done once. */
interface Layout {
  readonly text: string
  readonly words: readonly TextSpan[]
  readonly sentences: readonly TextSpan[]
}

export function marksWithin(marks: readonly Mark[], { from, to }: TextSpan): Mark[] {
  return marks.filter((mark) => mark.from >= from && mark.to <= to)
}

/** Different words count more than one word again. */
function valueOf(marks: readonly Mark[]): number {
  const different = new Set(marks.map(({ found }) => found)).size
  return different + 0.1 * (marks.length - different)
}

function stretchAround(layout: Layout, start: number): TextSpan {
  const { text, words } = layout
  const begin = beginBefore(layout, start)
  let to = begin
  let width = 0
  for (const word of words) {
    if (word.from < begin) continue
    width += widthOf(text.slice(to, word.to))
    if (width > maxWidth) break
    to = word.to
  }
  return { from: begin, to: Math.max(to, Math.min(text.length, begin + 1)) }
}

/** The beginning of the sentence if it is near, else of a word a little before. */
function beginBefore({ text, words, sentences }: Layout, start: number): number {
  const isNear = ({ from }: TextSpan) =>
    from <= start && from >= start - leadWidth && widthOf(text.slice(from, start)) <= leadWidth
  const sentence = sentences.findLast(({ from }) => from <= start)
  if (sentence && isNear(sentence)) return sentence.from
  return words.find(isNear)?.from ?? start
}

function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += (character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1
  return width
}

/** A stretch of a text as HTML: escaped, what was found in `<mark>`. */
export function renderSnippet(
  text: string,
  { from, to }: TextSpan,
  marks: readonly Mark[],
): string {
  let html = from > 0 ? '… ' : ''
  let at = from
  for (const mark of marksWithin(marks, { from, to })) {
    html += `${escapeHtml(text.slice(at, mark.from))}<mark>${escapeHtml(text.slice(mark.from, mark.to))}</mark>`
    at = mark.to
  }
  return html + escapeHtml(text.slice(at, to)) + (to < text.trimEnd().length ? ' …' : '')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}
