import { useMemo } from 'react'
import type { Transcript } from '../api/types.ts'
import { classNames } from '../components/class-names.ts'
import { markedWords } from '../components/snippet-parts.ts'
import { markWords, wordMatcher } from '../player/mark-words.ts'
import { useCurrentTime } from '../player/player.ts'
import { segmentAt } from '../player/segment-at.ts'
import styles from './hear-lines.module.css'

interface HearLinesProps {
  readonly transcript: Transcript
  /** The snippet whose found words are marked here too. */
  readonly marksFrom: string
}

/** The sentence that is being said, one before it and some to come. */
export function HearLines({ transcript: { segments }, marksFrom }: HearLinesProps) {
  const now = segmentAt(segments, useCurrentTime() + 0.15)
  const matcher = useMemo(() => wordMatcher(markedWords(marksFrom)), [marksFrom])
  const from = Math.max(0, now - 1)
  return (
    <ol className={styles.lines}>
      {segments.slice(from, from + 6).map(({ start, text }, index) => (
        <li
          key={start}
          dir="auto"
          className={classNames(styles.line, from + index === now && styles.now)}
        >
          {markWords(text, matcher).map((part, place) =>
            part.isMarked ? <mark key={place}>{part.text}</mark> : part.text,
          )}
        </li>
      ))}
    </ol>
  )
}
