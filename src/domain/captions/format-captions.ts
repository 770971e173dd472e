import { textJoint } from '../text-script.ts'
import { endsSentence } from '../text-sentences.ts'
import type { Segment } from '../transcript.ts'
import { captionCues } from './caption-cues.ts'
import { formatClock, formatTimestamp } from './format-time.ts'

/** The transcript as WebVTT (W3C), speakers as voices. */
export function formatWebVtt(segments: readonly Segment[]): string {
  const cues = captionCues(segments).map(({ start, end, text, speaker }) => {
    const voice = speaker === undefined ? '' : `<v ${escapeMarkup(oneLine(speaker))}>`
    const time = `${formatTimestamp(start, '.')} --> ${formatTimestamp(end, '.')}`
    return `${time}\n${voice}${escapeMarkup(oneLine(text))}\n`
  })
  return ['WEBVTT\n', ...cues].join('\n')
}

/** The transcript as SubRip. It knows no speakers: their names stand before the text where they change. */
export function formatSrt(segments: readonly Segment[]): string {
  const cues = captionCues(segments)
  const blocks = cues.map(({ start, end, text, speaker }, index) => {
    const isNew = speaker !== undefined && speaker !== cues[index - 1]?.speaker
    const time = `${formatTimestamp(start, ',')} --> ${formatTimestamp(end, ',')}`
    // An arrow in the text would open a cue.
    const words = oneLine(isNew ? `${speaker}: ${text}` : text).replaceAll('-->', '→')
    return `${index + 1}\n${time}\n${words}\n`
  })
  return blocks.join('\n')
}

/** A pause after which somebody who reads wants a new paragraph, and when one gets too long for the page. */
const pauseSeconds = 2
const longParagraph = 600

/** The transcript to be read: paragraphs, each with the time where it begins and the speaker where one is known. */
export function formatText(segments: readonly Segment[]): string {
  const paragraphs: { start: number; speaker: string | undefined; text: string; end: number }[] = []
  for (const { start, end, text, speaker } of segments) {
    const last = paragraphs.at(-1)
    const line = oneLine(text)
    const isNew =
      !last ||
      last.speaker !== speaker ||
      start - last.end >= pauseSeconds ||
      (last.text.length >= longParagraph && endsSentence(last.text))
    if (isNew) paragraphs.push({ start, end, speaker, text: line })
    else {
      last.text += textJoint(last.text, line) + line
      last.end = end
    }
  }
  return paragraphs
    .map(({ start, speaker, text }) => {
      const who = speaker === undefined ? '' : `${oneLine(speaker)}: `
      return `[${formatClock(start)}] ${who}${text}\n`
    })
    .join('\n')
}

/** A blank line would end a cue. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
