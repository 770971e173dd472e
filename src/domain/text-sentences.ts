/** A stretch of a text: characters `from` (included) to `to` (excluded). */
export interface TextSpan {
  readonly from: number
  readonly to: number
}

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' })
const words = new Intl.Segmenter(undefined, { granularity: 'word' })

/** The sentences of a text without the white space around them. */
export function sentenceSpans(text: string): TextSpan[] {
  return Array.from(sentences.segment(text), trimmedSpan).filter(isNotEmpty)
}

/** Words with the punctuation that follows them, without the white space around them. */
export function wordSpans(text: string): TextSpan[] {
  const spans: TextSpan[] = []
  for (const part of words.segment(text)) {
    const span = trimmedSpan(part)
    const last = spans.at(-1)
    if (!isNotEmpty(span)) continue
    // What is not a word belongs to the one before, as long as nothing stands between them.
    if (last?.to === span.from && part.isWordLike !== true)
      spans[spans.length - 1] = { from: last.from, to: span.to }
    else spans.push(span)
  }
  return spans
}

/** Whether a piece of text ends where a sentence does: `.`, `?`, `!` and their kin, before closing quotes. */
export function endsSentence(text: string): boolean {
  return /[.?!…。！？｡؟۔।॥։](?:["'”’»)\]」』）]*)\s*$/u.test(text)
}

function trimmedSpan({ index, segment }: Intl.SegmentData): TextSpan {
  const from = index + segment.length - segment.trimStart().length
  return { from, to: Math.max(from, index + segment.trimEnd().length) }
}

function isNotEmpty({ from, to }: TextSpan): boolean {
  return to > from
}
