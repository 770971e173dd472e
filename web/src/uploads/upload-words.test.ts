import { describe, expect, it } from 'vitest'
import type { MediaFile } from './sort-files.ts'
import type { Upload, UploadState } from './upload.ts'
import { summarise, uploadWords } from './upload-words.ts'

const media: MediaFile = { path: 'a.mp4', file: new File([], 'a.mp4'), captions: null }
const sending: UploadState = { kind: 'sending', media, bytesPerSecond: 2_000_000, isStalled: false }

describe('an upload in words', () => {
  it('says how much, how fast and how long still', () => {
    expect(uploadWords(upload(sending, 40_000_000))).toBe(
      '40 MB of 400 MB, 2.0 MB/s, about 3 min left',
    )
  })

  it('says that it tries again by itself when the connection is lost', () => {
    expect(uploadWords(upload({ ...sending, isStalled: true }, 40_000_000))).toContain(
      'connection lost',
    )
  })

  it('asks for the file, and for the captions that came with it', () => {
    const state = { kind: 'waiting-for-file' } as const
    expect(uploadWords(upload(state, 40_000_000))).toBe(
      '40 MB of 400 MB are over. Drop the file again to go on.',
    )
    expect(uploadWords({ ...upload(state, 40_000_000), captionsName: 'a.srt' })).toContain(
      'with a.srt',
    )
  })

  it('says when the video was there already', () => {
    const state = { kind: 'done', videoId: '1', existing: true, captionsProblem: null } as const
    expect(uploadWords(upload(state, 400_000_000))).toBe('In the library already')
  })
})

describe('all uploads together', () => {
  it('adds the rates and counts what is left', () => {
    const done = { kind: 'done', videoId: '1', existing: false, captionsProblem: null } as const
    expect(
      summarise([
        upload(sending, 100_000_000),
        upload(sending, 100_000_000),
        upload({ kind: 'queued', media }, 0),
        upload(done, 0),
      ]),
    ).toEqual({
      title: 'Uploading 3 files, 37 %',
      detail: '4.0 MB/s, about 4 min left',
      share: 0.375,
      isUnderWay: true,
    })
  })

  it('names what asks for attention when nothing moves', () => {
    const failed = {
      kind: 'failed',
      media,
      problem: { message: 'Full.', isPassing: false },
    } as const
    expect(summarise([upload(failed, 0), upload({ kind: 'paused', media }, 0)])).toMatchObject({
      title: 'Uploads',
      detail: '1 failed, 1 paused',
      isUnderWay: false,
    })
  })
})

function upload(state: UploadState, sentBytes: number): Upload {
  return {
    id: 1,
    key: 'a',
    name: 'a.mp4',
    sizeBytes: 400_000_000,
    sentBytes,
    address: null,
    captionsName: null,
    state,
  }
}
