import { z } from 'zod'
import type { Segment, Word } from '../../domain/transcript.ts'
import { expected, isObject, text, time } from './values.ts'

/** The names that programs give to the same things. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  start: ['start_time', 'startTime', 'begin'],
  end: ['end_time', 'endTime'],
  duration: ['dur'],
  text: ['word'],
}

function withUsualNames(value: unknown): unknown {
  if (!isObject(value)) return value
  const named: Record<string, unknown> = { ...value }
  for (const [name, others] of Object.entries(otherNames)) {
    const other = others.find((candidate) => value[candidate] !== undefined)
    if (named[name] === undefined && other !== undefined) named[name] = value[other]
  }
  return named
}

const anObject = expected('an object with start, end and text')

/** Programs leave out the times of words that they could not align. */
const word = z.preprocess(
  withUsualNames,
  z.object({ text, start: time.nullish(), end: time.nullish() }, anObject),
)

const segment = z.preprocess(
  withUsualNames,
  z.object(
    {
      text,
      start: time,
      end: time.nullish(),
      duration: time.nullish(),
      speaker: z.union([z.string(), z.number()]).nullish().catch(null),
      words: z.array(word, expected('a list of words')).nullish(),
    },
    anObject,
  ),
)

type SegmentInput = z.output<typeof segment>

const list = z.array(segment, expected('a list of segments'))

/** Segments with `start` and `end` or `duration`; the end of one that has neither is where the next begins. */
export function readSegments(data: unknown, durationSeconds?: number): Segment[] {
  const inputs = list.parse(data)
  const next = nextStarts(inputs, durationSeconds)
  return inputs.flatMap((input, index) =>
    input.text === '' ? [] : [toSegment(input, input.end ?? endOf(input, next[index]))],
  )
}

/** For each segment where the next one begins, later than itself. */
function nextStarts(
  inputs: readonly SegmentInput[],
  durationSeconds: number | undefined,
): (number | undefined)[] {
  const starts: (number | undefined)[] = []
  for (const [index, { start }] of [...inputs.entries()].reverse()) {
    const following = inputs[index + 1]?.start
    const isLater = following !== undefined && following > start
    starts[index] = isLater ? following : (starts[index + 1] ?? durationSeconds)
  }
  return starts
}

function endOf({ start, duration, words }: SegmentInput, next: number | undefined): number {
  if (duration != null) return start + duration
  return words?.findLast(({ end }) => end != null)?.end ?? next ?? start
}

function toSegment({ start, text: said, speaker, words }: SegmentInput, end: number): Segment {
  const timed = (words ?? []).flatMap(timedWord)
  return {
    start,
    end,
    text: said,
    ...(speaker == null || speaker === '' ? {} : { speaker: String(speaker) }),
    // A few times among many words would put the others at wrong places.
    ...(timed.length > 0 && timed.length * 2 >= (words ?? []).length ? { words: timed } : {}),
  }
}

function timedWord(input: z.output<typeof word>): Word[] {
  const { start, end } = input
  if (start == null || end == null || end < start || input.text === '') return []
  return [{ start, end, text: input.text }]
}
