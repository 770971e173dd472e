import type { Cause, Video, VideoStatus } from '../api/types.ts'
import { aboutTimeLeft, formatTime } from '../format/time.ts'
import { percent } from '../format/words.ts'

export interface StatusWords {
  readonly kind: 'ready' | 'working' | 'waiting' | 'failed'
  /** What happens now, in a few words. */
  readonly headline: string
  /** How far, how long still, what can be found already. */
  readonly details: readonly string[]
  /** What happened and what to do, where there is something to say. */
  readonly cause: Cause | null
}

const stages: Readonly<Record<NonNullable<VideoStatus['stage']>, string>> = {
  probe: 'Reading the file',
  transcribe: 'Recognising speech',
  speakers: 'Telling speakers apart',
  chunk: 'Indexing the words',
  embed: 'Indexing the meaning',
  pictures: 'Making pictures',
  rendition: 'Making a version for browsers',
}

/** The state of a video in plain words. */
export function statusWords({ status, duration }: Pick<Video, 'status' | 'duration'>): StatusWords {
  const { error, waiting, stage } = status
  const searchable = searchableWords(status, duration)
  if (status.status === 'failed') {
    return { kind: 'failed', headline: 'Failed', details: searchable, cause: error }
  }
  if (status.status === 'ready') {
    if (status.semantic === 'pending') {
      return {
        kind: 'ready',
        headline: 'Searchable by words',
        details: waiting ? [] : ['by meaning soon'],
        cause: waiting ?? status.notes[0] ?? null,
      }
    }
    return { kind: 'ready', headline: 'Ready', details: [], cause: status.notes[0] ?? null }
  }
  if (waiting) return { kind: 'waiting', headline: 'Waiting', details: searchable, cause: waiting }
  if (status.status === 'queued' || stage === null) {
    return { kind: 'working', headline: 'Next in line', details: searchable, cause: null }
  }
  const far = status.progress > 0 ? [percent(status.progress)] : []
  const left = status.eta_seconds === null ? [] : [aboutTimeLeft(status.eta_seconds)]
  return {
    kind: 'working',
    headline: stages[stage],
    details: [...far, ...left, ...searchable],
    cause: null,
  }
}

/** The same as one line. */
export function statusLine(video: Pick<Video, 'status' | 'duration'>): string {
  const { headline, details } = statusWords(video)
  return [headline, ...details].join(', ')
}

function searchableWords(
  { searchable_until: until }: VideoStatus,
  duration: number | null,
): string[] {
  if (until <= 0) return []
  return [
    duration !== null && until >= duration - 1
      ? 'searchable'
      : `searchable up to ${formatTime(until)}`,
  ]
}
