import { mainStages, sideStages, type StageName, type StageState } from './stage.ts'
import type { Cause, VideoState } from './video.ts'

/** How one stage of one video stands. */
export interface StageRecord {
  readonly stage: StageName
  readonly state: StageState
  /** 0 to 1. */
  readonly progress: number
  readonly progressAtStart: number
  readonly cause: Cause | null
  readonly startedAt: Date | null
}

/** What a person waiting for a video is told. */
export interface VideoStatus {
  readonly state: VideoState
  /** The stage in work or next, null when nothing is left to do. */
  readonly stage: StageName | null
  readonly progress: number
  readonly searchableUntil: number
  readonly semantic: 'complete' | 'pending' | 'off'
  readonly etaSeconds: number | null
  readonly error: Cause | null
  readonly waiting: Cause | null
  readonly notes: readonly Cause[]
}

export interface StatusFacts {
  readonly stages: readonly StageRecord[]
  readonly searchableUntil: number
  readonly semantic: VideoStatus['semantic']
  readonly notes: readonly Cause[]
  readonly now: Date
}

/** Derives the status of a video from its stages. A stage that has no record is not asked for and counts as done. */
export function deriveStatus(facts: StatusFacts): VideoStatus {
  const current = firstUnfinished(facts.stages)
  const state = deriveState(facts.stages)
  return {
    state,
    stage: current?.stage ?? null,
    progress: current?.progress ?? 1,
    searchableUntil: facts.searchableUntil,
    semantic: facts.semantic,
    etaSeconds: current ? estimateSeconds(current, facts.now) : null,
    error: state === 'failed' ? (current?.cause ?? null) : null,
    waiting: current?.state === 'waiting' ? current.cause : null,
    notes: [...facts.notes, ...failedBeside(facts.stages)],
  }
}

/** `ready` as soon as the words are found and the vectors are there, or cannot be made for now. */
export function deriveState(stages: readonly StageRecord[]): VideoState {
  const current = firstUnfinished(stages)
  if (!current) return 'ready'
  const started = stages.some(({ startedAt }) => startedAt !== null)
  switch (current.state) {
    case 'failed':
      return current.stage === 'embed' ? 'ready' : 'failed'
    case 'waiting':
      return current.stage === 'embed' ? 'ready' : 'processing'
    case 'queued':
      return started ? 'processing' : 'queued'
    case 'running':
    case 'done':
      return 'processing'
  }
}

function firstUnfinished(stages: readonly StageRecord[]): StageRecord | undefined {
  return mainStages
    .map((name) => stages.find(({ stage }) => stage === name))
    .find((record) => record !== undefined && record.state !== 'done')
}

/** Failures that leave the video usable: no vectors, no pictures, no rendition. */
function failedBeside(stages: readonly StageRecord[]): Cause[] {
  const beside: readonly StageName[] = [...sideStages, 'embed']
  return stages.flatMap(({ stage, state, cause }) =>
    state === 'failed' && beside.includes(stage) && cause ? [cause] : [],
  )
}

/** Time left at the speed of this run so far; null before it has done 1 %. */
function estimateSeconds(record: StageRecord, now: Date): number | null {
  const done = record.progress - record.progressAtStart
  if (record.state !== 'running' || !record.startedAt || done < 0.01) return null
  const elapsedSeconds = (now.getTime() - record.startedAt.getTime()) / 1000
  return Math.max(0, Math.round((elapsedSeconds / done) * (1 - record.progress)))
}
