import { memo } from 'react'
import type { Segment } from '../api/types.ts'
import { classNames } from '../components/class-names.ts'
import { speakerName } from '../format/speaker-name.ts'
import { formatTime } from '../format/time.ts'
import styles from './paragraph-row.module.css'
import type { NameSpeaker } from './name-speaker.ts'
import type { Paragraph } from './paragraphs.ts'
import type { Span } from './quotation.ts'
import { SpeakerLine } from './speaker-line.tsx'
import { timedWords } from './timed-words.ts'

interface ParagraphRowProps {
  readonly paragraph: Paragraph
  readonly segments: readonly Segment[]
  /** The segment that is being said, if it is in this paragraph. */
  readonly now: number | null
  /** The second of the found moment that the reader is at, if it is in this paragraph. */
  readonly hit: number | null
  readonly span: Span | null
  readonly matcherAt: (start: number, end: number) => RegExp | null
  readonly onName: NameSpeaker
}

/** A paragraph: its time in the margin, who speaks where that changes, and the words. */
export const ParagraphRow = memo(function ParagraphRow(props: ParagraphRowProps) {
  const { paragraph, segments, now, hit, span, matcherAt, onName } = props
  const { start, speaker, label, first, beyond } = paragraph
  const name = speakerName({ speaker, speaker_label: label })
  return (
    <div className={styles.paragraph}>
      <button
        type="button"
        data-t={start}
        className={styles.time}
        aria-label={`Play from ${formatTime(start)}`}
      >
        {formatTime(start)}
      </button>
      <div className={styles.words}>
        {name !== null && label !== null && (
          <SpeakerLine name={name} label={label} isNamed={speaker !== label} onName={onName} />
        )}
        <p className={styles.text} dir="auto">
          {segments.slice(first, beyond).map((segment, index) => (
            <Sentence
              key={first + index}
              index={first + index}
              segment={segment}
              isNow={first + index === now}
              isHit={hit !== null && hit >= segment.start - 0.01 && hit < segment.end}
              isQuoted={
                span?.end !== undefined && segment.start < span.end && segment.end > span.start
              }
              matcher={matcherAt(segment.start, segment.end)}
            />
          ))}
        </p>
      </div>
    </div>
  )
})

interface SentenceProps {
  readonly index: number
  readonly segment: Segment
  readonly isNow: boolean
  readonly isHit: boolean
  readonly isQuoted: boolean
  readonly matcher: RegExp | null
}

function Sentence({ index, segment, isNow, isHit, isQuoted, matcher }: SentenceProps) {
  const marks = matcher
    ? Array.from(
        segment.text.matchAll(matcher),
        (match) => [match.index, match.index + match[0].length] as const,
      )
    : []
  return (
    <>
      <span
        data-segment={index}
        aria-current={isNow || undefined}
        className={classNames(isNow && styles.now, isHit && styles.hit, isQuoted && styles.quoted)}
      >
        {timedWords(segment).map(({ text, start, offset }) => {
          if (start === null) return text
          const isMarked = marks.some(([from, to]) => offset < to && offset + text.length > from)
          const Word = isMarked ? 'mark' : 'span'
          return (
            <Word key={offset} data-t={start} className={styles.word}>
              {text}
            </Word>
          )
        })}
      </span>{' '}
    </>
  )
}
