import { formatTime } from '../format/time.ts'

/** A part of a video, as a link to it names it. */
export interface Span {
  readonly start: number
  readonly end?: number | undefined
}

/** The address of a second, or of a span. */
export function linkTo(videoId: string, { start, end }: Span, origin: string): string {
  const params = new URLSearchParams({ t: String(Math.floor(start)) })
  if (end !== undefined) params.set('end', String(Math.ceil(end)))
  return `${origin}/videos/${videoId}?${params.toString()}`
}

/** Words of a transcript to paste elsewhere, with where they come from. */
export function quotation(words: string, title: string, span: Span, link: string): string {
  const text = words.replaceAll(/\s+/g, ' ').trim()
  return `“${text}”\n${title}, ${formatTime(span.start)}\n${link}`
}
