import { describe, expect, it } from 'vitest'
import type { StageName, StageState } from './stage.ts'
import { deriveState, deriveStatus, type StageRecord } from './video-status.ts'

const started = new Date('2026-01-01T00:00:00Z')

function record(stage: StageName, state: StageState, more: Partial<StageRecord> = {}): StageRecord {
  return {
    stage,
    state,
    progress: state === 'done' ? 1 : 0,
    progressAtStart: 0,
    cause: null,
    startedAt: state === 'queued' ? null : started,
    ...more,
  }
}

const cause = { code: 'broken', message: 'It broke.' }

describe('deriveState', () => {
  it.each<[string, StageRecord[], string]>([
    ['nothing has begun', [record('probe', 'queued'), record('transcribe', 'queued')], 'queued'],
    [
      'the next stage has not begun',
      [record('probe', 'done'), record('transcribe', 'queued')],
      'processing',
    ],
    ['a stage runs', [record('probe', 'running')], 'processing'],
    [
      'recognition waits for its model',
      [record('probe', 'done'), record('transcribe', 'waiting')],
      'processing',
    ],
    [
      'the vectors wait for their model',
      [record('chunk', 'done'), record('embed', 'waiting')],
      'ready',
    ],
    ['the vectors failed', [record('chunk', 'done'), record('embed', 'failed')], 'ready'],
    ['recognition failed', [record('probe', 'done'), record('transcribe', 'failed')], 'failed'],
    ['all is done', [record('chunk', 'done'), record('embed', 'done')], 'ready'],
    [
      'only pictures are missing',
      [record('embed', 'done'), record('pictures', 'running')],
      'ready',
    ],
  ])('when %s', (_, stages, state) => {
    expect(deriveState(stages)).toBe(state)
  })
})

describe('deriveStatus', () => {
  const facts = { searchableUntil: 0, semantic: 'pending' as const, notes: [] }

  it('estimates the time left from the speed of this run, not of the interrupted one before it', () => {
    const stages = [record('transcribe', 'running', { progress: 0.75, progressAtStart: 0.5 })]
    const now = new Date(started.getTime() + 60_000)
    expect(deriveStatus({ ...facts, stages, now }).etaSeconds).toBe(60)
  })

  it('gives no estimate before there is a speed', () => {
    const stages = [record('transcribe', 'running', { progress: 0.001 })]
    expect(deriveStatus({ ...facts, stages, now: started }).etaSeconds).toBeNull()
  })

  it('says why it failed, and in which stage', () => {
    const stages = [record('probe', 'failed', { cause }), record('transcribe', 'queued')]
    expect(deriveStatus({ ...facts, stages, now: started })).toMatchObject({
      state: 'failed',
      stage: 'probe',
      error: cause,
      waiting: null,
    })
  })

  it('says what it waits for', () => {
    const stages = [record('transcribe', 'waiting', { cause })]
    expect(deriveStatus({ ...facts, stages, now: started })).toMatchObject({
      waiting: cause,
      error: null,
    })
  })

  it('notes a failure that leaves the video usable', () => {
    const stages = [record('embed', 'done'), record('rendition', 'failed', { cause })]
    expect(deriveStatus({ ...facts, stages, now: started })).toMatchObject({
      state: 'ready',
      notes: [cause],
    })
  })
})
