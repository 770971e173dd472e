import { openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { system } from '../../src/http/schemas/system.ts'
import { accepted, transcript } from '../../src/http/schemas/video.ts'
import { ffmpegNote, hasFfmpeg, makeVideo } from '../support/media.ts'
import { startTestServer, untilSettled, type TestServer } from '../support/test-server.ts'
import { createToneTranscriber, toneOf, writeToneModel } from '../support/tone-model.ts'

describe.skipIf(!hasFfmpeg)(`CUEPOINT_SPEAKERS=local${ffmpegNote}`, () => {
  let folder = ''
  let server: TestServer

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-speakers-'))
    await writeToneModel(join(folder, 'model'))
    server = await startTestServer({
      worker: true,
      env: { CUEPOINT_SPEAKERS: 'local' },
      replace: ({ media }) => ({
        transcriber: createToneTranscriber({ media, folder: join(folder, 'model') }),
      }),
    })
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  it('lists the models it needs as those in use', async () => {
    const { models } = await server.askFor(system, 200, '/system')
    const inUse = models.filter((model) => model.in_use).map(({ key, kind }) => [key, kind])
    expect(inUse).toEqual([
      ['pyannote-segmentation-3.0', 'diarization'],
      ['campplus-voxceleb', 'diarization'],
    ])
  })

  it('lets a video wait for them, while its words are found', async () => {
    const file = join(folder, 'tones.mp4')
    const tones = [{ startSeconds: 4, endSeconds: 4.6, hertz: toneOf.hello }]
    await makeVideo(file, { seconds: 12, tones })
    const form = new FormData()
    form.set('file', await openAsBlob(file), 'tones.mp4')
    const upload = { method: 'POST', body: form }
    const { id } = await server.askFor(accepted, 202, '/videos/upload', upload)
    const { status } = await untilSettled(server, id)
    expect(status).toMatchObject({
      status: 'processing',
      stage: 'speakers',
      waiting: { code: 'model-missing' },
    })
    const { segments } = await server.askFor(transcript, 200, `/videos/${id}/transcript`)
    expect(segments.map(({ text, speaker }) => [text, speaker])).toEqual([['hello', undefined]])
    expect((await server.askFor(searchAnswer, 200, '/search?q=hello')).total).toBe(1)
  })
})
