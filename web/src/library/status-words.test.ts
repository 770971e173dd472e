import { describe, expect, it } from 'vitest'
import type { VideoStatus } from '../api/types.ts'
import { statusLine, statusWords } from './status-words.ts'

const ready: VideoStatus = {
  video_id: '019aa000-0000-7000-8000-000000000000',
  status: 'ready',
  stage: null,
  progress: 1,
  searchable_until: 3600,
  semantic: 'complete',
  eta_seconds: null,
  error: null,
  waiting: null,
  notes: [],
}
const cause = { code: 'model-missing', message: 'The model is missing.', remedy: 'Bring it.' }

describe('the state of a video in words', () => {
  it('says what happens, how far, how long still and what is found already', () => {
    const status = {
      ...ready,
      status: 'processing',
      stage: 'transcribe',
      progress: 0.42,
      eta_seconds: 171,
      searchable_until: 1100,
    } as const
    expect(statusLine({ status, duration: 3600 })).toBe(
      'Recognising speech, 42 %, about 3 min left, searchable up to 18:20',
    )
  })

  it('says less where less is known', () => {
    const queued = {
      ...ready,
      status: 'queued',
      stage: 'probe',
      progress: 0,
      searchable_until: 0,
    } as const
    expect(statusLine({ status: queued, duration: null })).toBe('Next in line')
    const probing = { ...queued, status: 'processing' } as const
    expect(statusLine({ status: probing, duration: null })).toBe('Reading the file')
  })

  it('says when all of it can be found although something is still to do', () => {
    const embedding = { ...ready, status: 'processing', stage: 'embed', progress: 0 } as const
    expect(statusLine({ status: embedding, duration: 3600 })).toBe(
      'Indexing the meaning, searchable',
    )
  })

  it('hands on what a video waits for, why it failed, and what is worth knowing', () => {
    expect(
      statusWords({
        status: { ...ready, status: 'processing', stage: 'transcribe', waiting: cause },
        duration: 1,
      }),
    ).toMatchObject({ kind: 'waiting', headline: 'Waiting', cause })
    expect(
      statusWords({
        status: { ...ready, status: 'failed', stage: 'probe', error: cause },
        duration: 1,
      }),
    ).toMatchObject({ kind: 'failed', cause })
    expect(statusWords({ status: { ...ready, notes: [cause] }, duration: 1 })).toMatchObject({
      kind: 'ready',
      headline: 'Ready',
      cause,
    })
  })

  it('tells words from meaning', () => {
    expect(statusLine({ status: { ...ready, semantic: 'pending' }, duration: 1 })).toBe(
      'Searchable by words, by meaning soon',
    )
    expect(statusLine({ status: { ...ready, semantic: 'off' }, duration: 1 })).toBe('Ready')
  })
})
