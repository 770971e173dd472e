import { execFileSync } from 'node:child_process'
import { openAsBlob } from 'node:fs'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../src/http/schemas/common.ts'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { accepted, transcript } from '../../src/http/schemas/video.ts'
import { ffmpegNote, hasFfmpeg, makeVideo } from '../support/media.ts'
import { mountSmallDisk, smallDiskNote } from '../support/small-disk.ts'
import { startTestServer, untilSettled, type TestServer } from '../support/test-server.ts'
import { createToneTranscriber, writeToneModel } from '../support/tone-model.ts'

const smallDisk = await mountSmallDisk(600)

let folder = ''
let server: TestServer
let clip = ''

beforeAll(async () => {
  if (!hasFfmpeg) return
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-bad-input-'))
  await writeToneModel(join(folder, 'model'))
  clip = join(folder, 'clip.mp4')
  await makeVideo(clip, { seconds: 6 })
  server = await startTestServer({
    worker: true,
    replace: ({ media }) => ({
      transcriber: createToneTranscriber({ media, folder: join(folder, 'model') }),
    }),
  })
})
afterAll(async () => {
  if (!hasFfmpeg) return
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})
afterAll(() => smallDisk?.[Symbol.asyncDispose]())

/** Bytes behind the end of an mp4 change nothing but its hash: each upload is another video. */
async function clipBytes(): Promise<Buffer<ArrayBuffer>> {
  const tail = Buffer.alloc(16)
  tail.writeUInt32BE(16)
  tail.write(`free${Math.random()}`.slice(0, 12), 4)
  return Buffer.concat([await readFile(clip), tail])
}

async function upload(file: Blob, name: string, captions?: Blob | string) {
  const body = new FormData()
  if (captions !== undefined) body.set('captions', new Blob([captions]), 'captions.srt')
  body.set('file', file, name)
  const { id } = await server.askFor(accepted, 202, '/videos/upload', { method: 'POST', body })
  return untilSettled(server, id)
}

describe.skipIf(!hasFfmpeg)(`a file that is not what it seems${ffmpegNote}`, () => {
  it.each([
    ['text', 'notes.mp4', 'Just some notes, no video at all.\n'.repeat(50)],
    ['a playlist of local files', 'list.m3u8', '#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n'],
    ['a script for concat', 'list.mp4', "ffconcat version 1.0\nfile '/etc/passwd'\n"],
    ['a web page', 'talk.webm', '<!doctype html><title>404</title>'],
  ])('%s fails and says what was found', async (_, name, content) => {
    const { status } = await upload(new Blob([content]), name)
    expect(status).toMatchObject({ status: 'failed', stage: 'probe' })
    expect(status.error).toMatchObject({ code: 'unsupported-media' })
    expect(status.error?.message).not.toMatch(/passwd|root:/)
  })

  it('a video that was cut off before its index fails and says so', async () => {
    const bytes = await readFile(clip)
    const { status } = await upload(new Blob([bytes.subarray(0, bytes.length / 2)]), 'cut.mp4')
    expect(status.error?.code).toBe('unsupported-media')
  })

  it('a video without sound fails with what to do', async () => {
    const silent = join(folder, 'no-sound.mp4')
    await makeVideo(silent, { seconds: 2, tones: null })
    const { status } = await upload(await openAsBlob(silent), 'no-sound.mp4')
    expect(status.error?.code).toBe('no-audio')
    expect(status.error?.remedy).toContain('captions')
  })

  it('a video in which nobody speaks is ready, and says that nothing was found', async () => {
    const { status } = await upload(new Blob([await clipBytes()]), 'silence.mp4')
    expect(status.status).toBe('ready')
    expect(status.notes.map(({ code }) => code)).toContain('no-speech')
  })
})

describe.skipIf(!hasFfmpeg)(`the name of a file${ffmpegNote}`, () => {
  it.each([
    ['../../../etc/cron.d/job.mp4', 'job'],
    ['line\nbreak.mp4', 'line break'],
    [`${'long '.repeat(60)}.mp4`, 'long '.repeat(40).trim()],
    ['🎬 première.mp4', '🎬 première'],
    ['مقابلة.mp4', 'مقابلة'],
    ['.mp4', 'Untitled'],
  ])('%j is a title and nothing else', async (name, title) => {
    const found = await upload(new Blob([await clipBytes()]), name, srt('1', 'hello there'))
    expect(found.title.trim()).toBe(title)
    expect(found.status.status).toBe('ready')
  })
})

function srt(number: string, text: string, times = '00:00:01,000 --> 00:00:02,000'): string {
  return `${number}\n${times}\n${text}\n\n`
}

describe.skipIf(!hasFfmpeg)(`captions that are broken${ffmpegNote}`, () => {
  async function wordsOf(captions: Blob | string) {
    const { id, status } = await upload(new Blob([await clipBytes()]), 'clip.mp4', captions)
    expect(status.status).toBe('ready')
    const { segments } = await server.askFor(transcript, 200, `/videos/${id}/transcript`)
    for (const [index, segment] of segments.entries()) {
      expect(segment.end).toBeGreaterThanOrEqual(segment.start)
      expect(segment.start).toBeGreaterThanOrEqual(segments[index - 1]?.end ?? 0)
    }
    return { segments, status }
  }

  it('in an old encoding are read', async () => {
    const text = srt('1', 'Schöne Grüße aus Köln, die Straßen sind größer und älter als früher')
    const { segments } = await wordsOf(new Blob([Buffer.from(text, 'latin1')]))
    expect(segments[0]?.text).toContain('Grüße aus Köln')
  })

  it('whose times overlap, run backwards or begin before the video are put in order, with a note', async () => {
    const { segments, status } = await wordsOf(
      srt('1', 'one', '00:00:03,000 --> 00:00:05,000') +
        srt('2', 'two', '00:00:01,000 --> 00:00:04,000') +
        srt('3', 'three', '00:00:06,000 --> 00:00:05,500') +
        srt('4', 'four', '-00:00:01,000 --> 00:00:00,500'),
    )
    expect(segments.map(({ text }) => text)).toEqual(expect.arrayContaining(['one', 'two']))
    expect(status.notes.map(({ code }) => code)).toContain('captions-repaired')
  })

  it('with markup in them are text, in the transcript and in a search', async () => {
    const { segments } = await wordsOf(
      srt('1', '<b>bold</b> zirkel <script>alert(1)</script> <img src=x onerror=alert(1)>'),
    )
    expect(segments[0]?.text).toContain('zirkel')
    const { results } = await server.askFor(searchAnswer, 200, '/search?q=zirkel')
    expect(results[0]?.snippet).toContain('<mark>zirkel</mark>')
    expect(results[0]?.snippet).not.toMatch(/<(?!\/?mark>)/)
  })

  it('of 100,000 cues are all found', async () => {
    const cues = Array.from({ length: 100_000 }, (_, index) => {
      const at = (ms: number) =>
        new Date(index * 300 + ms).toISOString().slice(11, 23).replace('.', ',')
      return srt(`${index + 1}`, `cue ${index} of many`, `${at(0)} --> ${at(250)}`)
    })
    const { segments } = await wordsOf(cues.join(''))
    expect(segments.length).toBeGreaterThan(50_000)
    const { results } = await server.askFor(searchAnswer, 200, '/search?q=99999&mode=keyword')
    expect(results[0]?.text).toContain('99999')
  })

  it('of nothing but blank cues are refused, and no video is left behind', async () => {
    const body = new FormData()
    body.set('captions', new Blob([srt('1', ' ')]), 'captions.srt')
    body.set('file', new Blob([await clipBytes()]), 'clip.mp4')
    const { code } = await server.askFor(problem, 422, '/videos/upload', { method: 'POST', body })
    expect(code).toBe('invalid-captions')
  })
})

describe.skipIf(!smallDisk)(
  `a disk without room (skipped where not possible: ${smallDiskNote})`,
  () => {
    it('refuses an upload, leaves nothing, and takes a smaller one', async () => {
      const library = await mkdtemp(join(tmpdir(), 'cuepoint-full-'))
      try {
        await symlink(smallDisk?.path ?? '', join(library, 'files'))
        await using full = await startTestServer({ env: { CUEPOINT_DATA_DIR: library } })
        const send = (bytes: number) => {
          const body = new FormData()
          body.set('file', new Blob([Buffer.alloc(bytes, bytes)]), 'talk.mp4')
          return full.ask('/videos/upload', { method: 'POST', body })
        }
        const refused = await send(2_000_000)
        expect(refused.status).toBe(507)
        expect(problem.parse(await refused.json())).toMatchObject({ code: 'storage-full' })
        // What was received of it is gone: there is room for most of the disk.
        expect((await send(400_000)).status).toBe(202)
        await expect(writeFile(join(library, 'files', 'probe'), 'x')).resolves.toBeUndefined()
      } finally {
        await rm(library, { recursive: true, force: true })
      }
    })

    it('stops a resumable upload, which goes on where it was once there is room', async () => {
      await using disk = await mountSmallDisk(600)
      const library = await mkdtemp(join(tmpdir(), 'cuepoint-full-'))
      const bytes = Buffer.alloc(700_000, 'talk')
      try {
        await symlink(disk?.path ?? '', join(library, 'uploads'))
        await using full = await startTestServer({ env: { CUEPOINT_DATA_DIR: library } })
        const version = { 'tus-resumable': '1.0.0' }
        const created = await full.ask('/uploads', {
          method: 'POST',
          headers: {
            ...version,
            'upload-length': `${bytes.length}`,
            'upload-metadata': `filename ${Buffer.from('talk.mp4').toString('base64')}`,
          },
        })
        const path = created.headers.get('location') ?? ''
        const send = (offset: number) =>
          full.ask(path, {
            method: 'PATCH',
            headers: {
              ...version,
              'content-type': 'application/offset+octet-stream',
              'upload-offset': `${offset}`,
            },
            body: bytes.subarray(offset),
          })
        const refused = await send(0)
        expect(refused.status).toBe(507)
        expect(problem.parse(await refused.json())).toMatchObject({ code: 'storage-full' })

        execFileSync('/bin/mount', ['-o', 'remount,size=2m', disk?.path ?? ''])
        const { headers } = await full.ask(path, { method: 'HEAD', headers: version })
        const offset = Number(headers.get('upload-offset'))
        expect(offset).toBeGreaterThan(300_000)
        const finished = await send(offset)
        expect(finished.status).toBe(204)
        expect(finished.headers.get('cuepoint-video-id')).not.toBeNull()
      } finally {
        await rm(library, { recursive: true, force: true })
      }
    })
  },
)
