import { openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { accepted, transcript, video } from '../../src/http/schemas/video.ts'
import { ffmpegNote, hasFfmpeg, makeVideo } from '../support/media.ts'
import { startTestServer, untilSettled, type TestServer } from '../support/test-server.ts'
import { createToneTranscriber, toneOf, writeToneModel } from '../support/tone-model.ts'

/** From a file to the second, the same on every machine: the real recogniser with a model that hears tones. */
describe.skipIf(!hasFfmpeg)(`tones, from the file to the second${ffmpegNote}`, () => {
  let folder = ''
  let server: TestServer
  let id = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-tones-'))
    await writeToneModel(join(folder, 'model'))
    server = await startTestServer({
      worker: true,
      replace: ({ media }) => ({
        transcriber: createToneTranscriber({ media, folder: join(folder, 'model') }),
      }),
    })
    const file = join(folder, 'tones.mp4')
    await makeVideo(file, {
      seconds: 70,
      tones: [
        { startSeconds: 12, endSeconds: 12.6, hertz: toneOf.hello },
        { startSeconds: 50, endSeconds: 50.6, hertz: toneOf.world },
      ],
    })
    const form = new FormData()
    form.set('title', 'Two tones')
    form.set('file', await openAsBlob(file), 'tones.mp4')
    const answer = await server.askFor(accepted, 202, '/videos/upload', {
      method: 'POST',
      body: form,
    })
    id = answer.id
    await untilSettled(server, id)
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  it('gives the transcript its words at their seconds', async () => {
    const { segments, complete } = await server.askFor(transcript, 200, `/videos/${id}/transcript`)
    expect(complete).toBe(true)
    expect(segments.map(({ text }) => text)).toEqual(['hello', 'world'])
    expect(segments[0]?.start).toBeCloseTo(12, 0)
    expect(segments[1]?.start).toBeCloseTo(50, 0)
  })

  it.each([
    ['hello', 12],
    ['world', 50],
  ])('finds “%s” at its second', async (word, second) => {
    const { results } = await server.askFor(searchAnswer, 200, `/search?q=${word}`)
    expect(results).toHaveLength(1)
    expect(results[0]?.snippet).toContain(`<mark>${word}</mark>`)
    expect(Math.abs((results[0]?.jump_to ?? 0) - second)).toBeLessThan(0.7)
  })

  it('finds nothing that was not said', async () => {
    const { results, total } = await server.askFor(searchAnswer, 200, '/search?q=goodbye')
    expect([results, total]).toEqual([[], 0])
  })

  it('is ready, playable and has a picture', async () => {
    const found = await server.askFor(video, 200, `/videos/${id}`)
    expect(found.status).toMatchObject({ status: 'ready', searchable_until: found.duration })
    expect(found.media_url).not.toBeNull()
    expect(found.has_picture).toBe(true)
  })
})
