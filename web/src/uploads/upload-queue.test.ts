import { describe, expect, it } from 'vitest'
import type { KeptUpload } from './kept-uploads.ts'
import type { MediaFile } from './sort-files.ts'
import { createUploadQueue, type SendOptions, type Sent } from './upload-queue.ts'

describe('the queue of uploads', () => {
  it('sends two at a time, in the order they were dropped', async () => {
    const { queue, states, sends } = scene()
    queue.add([media('a.mp4'), media('b.mp4'), media('c.mp4')])
    expect(states()).toEqual(['a.mp4 sending', 'b.mp4 sending', 'c.mp4 queued'])
    await sends[0]?.finish({ videoId: '1', existing: false })
    expect(states()).toEqual(['a.mp4 done', 'b.mp4 sending', 'c.mp4 sending'])
  })

  it('says how far it is, how fast, and when only the answer is missing', () => {
    const { queue, sends, clock } = scene()
    queue.add([media('a.mp4', 10_000_000)])
    clock.ms = 1000
    sends[0]?.options.onProgress(1_000_000)
    clock.ms = 2000
    sends[0]?.options.onProgress(3_000_000)
    expect(queue.store.get().uploads[0]).toMatchObject({
      sentBytes: 3_000_000,
      state: { kind: 'sending', bytesPerSecond: 2_000_000, isStalled: false },
    })
    sends[0]?.options.onStalled()
    expect(queue.store.get().uploads[0]?.state).toMatchObject({ isStalled: true })
    clock.ms = 3000
    sends[0]?.options.onProgress(10_000_000)
    expect(queue.store.get().uploads[0]?.state.kind).toBe('finishing')
  })

  it('pauses, lets the next one go first, and continues where it was', async () => {
    const { queue, states, sends } = scene()
    queue.add([media('a.mp4'), media('b.mp4'), media('c.mp4')])
    sends[0]?.options.onAddress('/uploads/a')
    const [first] = queue.store.get().uploads
    queue.pause(first?.id ?? 0)
    expect(sends[0]?.options.signal.aborted).toBe(true)
    expect(states()).toEqual(['a.mp4 paused', 'b.mp4 sending', 'c.mp4 sending'])
    queue.resume(first?.id ?? 0)
    expect(states()).toEqual(['a.mp4 queued', 'b.mp4 sending', 'c.mp4 sending'])
    await sends[1]?.finish({ videoId: '2', existing: false })
    expect(states()[0]).toBe('a.mp4 sending')
    expect(sends[3]?.options.address).toBe('/uploads/a')
  })

  it('takes an upload away, here and at the server', () => {
    const { queue, states, sends, discarded, kept } = scene()
    queue.add([media('a.mp4')])
    sends[0]?.options.onAddress('/uploads/a')
    queue.cancel(queue.store.get().uploads[0]?.id ?? 0)
    expect(states()).toEqual([])
    expect(discarded).toEqual(['/uploads/a'])
    expect(kept).toEqual([])
    sends[0]?.options.onAddress('/uploads/late')
    expect(kept).toEqual([])
  })

  it('gives captions to the new video, and leaves those of one that was there', async () => {
    const { queue, sends, attached } = scene()
    queue.add([media('a.mp4', 1, 'a.vtt'), media('b.mp4', 1, 'b.vtt')])
    await sends[0]?.finish({ videoId: '1', existing: false })
    await sends[1]?.finish({ videoId: '2', existing: true })
    expect(attached).toEqual(['1 a.vtt'])
    expect(queue.store.get().uploads.map(({ state }) => state)).toMatchObject([
      { kind: 'done', existing: false, captionsProblem: null },
      { kind: 'done', existing: true },
    ])
  })

  it('counts a video as uploaded although its captions are refused, and says so', async () => {
    const { queue, sends } = scene({ refuseCaptions: true })
    queue.add([media('a.mp4', 1, 'a.vtt')])
    await sends[0]?.finish({ videoId: '1', existing: false })
    expect(queue.store.get().uploads[0]?.state).toMatchObject({
      kind: 'done',
      captionsProblem: { message: 'broken captions' },
    })
  })

  it('keeps the reason of a failure and tries again from where it was', async () => {
    const { queue, states, sends } = scene()
    queue.add([media('a.mp4')])
    sends[0]?.options.onAddress('/uploads/a')
    await sends[0]?.fail('The disk is full.')
    const [upload] = queue.store.get().uploads
    expect(upload?.state).toMatchObject({
      kind: 'failed',
      problem: { message: 'The disk is full.' },
    })
    queue.resume(upload?.id ?? 0)
    expect(states()).toEqual(['a.mp4 sending'])
    expect(sends[1]?.options.address).toBe('/uploads/a')
  })

  it('lists a file once, however often it is dropped while it is under way', () => {
    const { queue, states } = scene()
    const dropped = media('a.mp4')
    queue.add([dropped])
    queue.add([dropped])
    expect(states()).toEqual(['a.mp4 sending'])
  })

  it('asks the library anew when a finished file is dropped again', async () => {
    const { queue, states, sends } = scene()
    const dropped = media('a.mp4')
    queue.add([dropped])
    sends[0]?.options.onAddress('/uploads/a')
    await sends[0]?.finish({ videoId: '1', existing: false })
    queue.add([dropped])
    expect(states()).toEqual(['a.mp4 sending'])
    expect(sends[1]?.options.address).toBeNull()
    await sends[1]?.finish({ videoId: '1', existing: true })
    expect(queue.store.get().uploads[0]?.state).toMatchObject({ kind: 'done', existing: true })
  })

  it('waits for the files of an earlier visit, and continues when they are dropped again', async () => {
    const dropped = media('a.mp4', 1000)
    const earlier = keptOf(dropped, '/uploads/a')
    const { queue, states, sends } = scene({ kept: [earlier], atServer: { '/uploads/a': 400 } })
    await queue.restore()
    expect(states()).toEqual(['a.mp4 waiting-for-file'])
    expect(queue.store.get().uploads[0]?.sentBytes).toBe(400)
    queue.add([dropped])
    expect(states()).toEqual(['a.mp4 sending'])
    expect(sends[0]?.options.address).toBe('/uploads/a')
  })

  it('forgets what the server has forgotten', async () => {
    const { queue, states, kept } = scene({ kept: [keptOf(media('a.mp4'), '/uploads/gone')] })
    await queue.restore()
    expect(states()).toEqual([])
    expect(kept).toEqual([])
  })

  it('clears what is over and nothing else', async () => {
    const { queue, states, sends } = scene()
    queue.add([media('a.mp4'), media('b.mp4')])
    await sends[0]?.finish({ videoId: '1', existing: false })
    queue.clearFinished()
    expect(states()).toEqual(['b.mp4 sending'])
  })
})

interface Send {
  readonly options: SendOptions
  readonly finish: (sent: Sent) => Promise<void>
  readonly fail: (message: string) => Promise<void>
}

/** A queue whose line is in the hand of the test. */
function scene({
  kept = [],
  atServer = {},
  refuseCaptions = false,
}: {
  kept?: KeptUpload[]
  atServer?: Record<string, number>
  refuseCaptions?: boolean
} = {}) {
  const sends: Send[] = []
  const discarded: string[] = []
  const attached: string[] = []
  const clock = { ms: 0 }
  const queue = createUploadQueue({
    send: (_file, options) => {
      const { promise, resolve, reject } = Promise.withResolvers<Sent>()
      options.signal.addEventListener('abort', () => reject(new Error('stopped')))
      const settle = async (act: () => void) => {
        act()
        await new Promise((done) => setTimeout(done))
      }
      sends.push({
        options,
        finish: (sent) => settle(() => resolve(sent)),
        fail: (message) => settle(() => reject(new Error(message))),
      })
      return promise
    },
    attachCaptions: (videoId, captions) => {
      if (refuseCaptions) return Promise.reject(new Error('broken captions'))
      attached.push(`${videoId} ${captions.name}`)
      return Promise.resolve()
    },
    discard: (address) => void discarded.push(address),
    sentBytesAt: (address) => Promise.resolve(atServer[address] ?? null),
    problemOf: (error) => ({
      message: error instanceof Error ? error.message : '',
      isPassing: true,
    }),
    kept: {
      keep: (upload) => void kept.push(upload),
      forget: (key) => void kept.splice(0, kept.length, ...kept.filter((item) => item.key !== key)),
      orphans: () => Promise.resolve([...kept]),
    },
    now: () => clock.ms,
  })
  const states = () => queue.store.get().uploads.map(({ name, state }) => `${name} ${state.kind}`)
  return { queue, states, sends, discarded, attached, kept, clock }
}

function media(name: string, size = 1, captions?: string): MediaFile {
  return {
    path: name,
    file: new File([new Uint8Array(Math.min(size, 1000))], name, { lastModified: 1 }),
    captions:
      captions === undefined ? null : { file: new File(['WEBVTT'], captions), language: null },
    ...(size > 1000 && { file: sizedFile(name, size) }),
  }
}

/** A file that says it is large without being so. */
function sizedFile(name: string, size: number): File {
  const file = new File([], name, { lastModified: 1 })
  Object.defineProperty(file, 'size', { value: size })
  return file
}

function keptOf({ file }: MediaFile, address: string): KeptUpload {
  return {
    key: `${file.name}:${file.size}:${file.lastModified}`,
    name: file.name,
    sizeBytes: file.size,
    address,
    captionsName: null,
  }
}
