import { textJoint } from '../../../domain/text-script.ts'
import type { Segment } from '../../../domain/transcript.ts'
import type { SpokenWord } from '../tokens-to-words.ts'
import { wordsToSegments } from '../words-to-segments.ts'
import type { HeardItem } from './parse-answer.ts'

interface HeardPart {
  /** Where second 0 of the audio lies in the video. */
  readonly startSeconds: number
  /** How many names are taken by speakers of earlier parts: `spk_0` of another job may be somebody else. */
  readonly speakersBefore: number
}

/**
 * Segments of about a sentence, each said by one speaker, called `S1`, `S2`, … in order of appearance. Words that
 * overlap (people talk at once) come one after the other, as the service has them.
 */
export function answerToSegments(items: readonly HeardItem[], part: HeardPart): Segment[] {
  const words = spokenWords(items, part.startSeconds)
  const names = new Map<string, string>()
  return turnsOf(words).flatMap(({ speaker, words: said }) => {
    if (speaker !== null && !names.has(speaker))
      names.set(speaker, `S${part.speakersBefore + names.size + 1}`)
    const name = speaker === null ? undefined : names.get(speaker)
    return wordsToSegments(said).map((segment) =>
      name === undefined ? segment : { ...segment, speaker: name },
    )
  })
}

interface PlacedWord extends SpokenWord {
  readonly speaker: string | null
}

function spokenWords(items: readonly HeardItem[], startSeconds: number): PlacedWord[] {
  const words: PlacedWord[] = []
  // Punctuation that stands before the first word, or opens: it belongs to the word that follows.
  let opening = ''
  for (const { text, time, speaker } of items) {
    const last = words.at(-1)
    if (time === null && (last === undefined || /^[\p{Ps}\p{Pi}¿¡]$/u.test(text))) opening += text
    else if (time === null && last) words[words.length - 1] = { ...last, text: last.text + text }
    else if (time !== null && text.trim() !== '') {
      const start = Math.max(last?.end ?? 0, startSeconds + time.start)
      const end = Math.max(start + shortestWordSeconds, startSeconds + time.end)
      const joint = last ? textJoint(last.text, text) : ''
      words.push({ text: opening + text.trim(), start, end, joint, speaker })
      opening = ''
    }
  }
  return words
}

/** Some words of the service begin and end at once. */
const shortestWordSeconds = 0.01

interface Turn {
  readonly speaker: string | null
  readonly words: PlacedWord[]
}

/** A word of nobody goes with the speaker before it. */
function turnsOf(words: readonly PlacedWord[]): Turn[] {
  const turns: Turn[] = []
  for (const word of words) {
    const last = turns.at(-1)
    if (last && (word.speaker === null || word.speaker === last.speaker)) last.words.push(word)
    else turns.push({ speaker: word.speaker, words: [word] })
  }
  return turns
}
