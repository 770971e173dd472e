import { openAsBlob } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { accepted, transcript } from '../../src/http/schemas/video.ts'
import { ffmpegNote, hasFfmpeg } from '../support/media.ts'
import {
  openAiDescription,
  startOpenAiSpeechServer,
  type OpenAiSpeechServer,
} from '../support/openai-speech-server.ts'
import { openAiKey } from '../support/openai-transcriber.ts'
import { sharedPath, skipNote } from '../support/shared.ts'
import { startTestServer, untilSettled } from '../support/test-server.ts'

const models = sharedPath('models')
const recording = sharedPath('media/jfk/jfk.wav')
const canRun = hasFfmpeg && models !== null && recording !== null && openAiDescription !== null

/** A whole server that is set to a speech server by its environment alone; real voice detection finds what is sent. */
describe.skipIf(!canRun)(
  `a server with OpenAI's transcription${ffmpegNote}${skipNote(models)}`,
  () => {
    let speech: OpenAiSpeechServer
    const environment = (key = openAiKey) => ({
      CUEPOINT_TRANSCRIBER: 'openai',
      OPENAI_BASE_URL: speech.baseUrl,
      OPENAI_API_KEY: key,
      CUEPOINT_MODELS_DIR: models ?? '',
    })

    beforeEach(async () => {
      speech = await startOpenAiSpeechServer()
    })
    afterEach(() => speech[Symbol.asyncDispose]())

    it('makes a video searchable', async () => {
      const segments = [{ start: 0.5, end: 4, text: ' And so my fellow Americans' }]
      const said = { text: 'And so my fellow Americans', language: 'english', segments }
      speech.failNext({ status: 200, body: JSON.stringify(said) })
      await using server = await startTestServer({ worker: true, env: environment() })
      const form = new FormData()
      form.set('title', 'A speech')
      form.set('file', await openAsBlob(recording ?? ''), 'jfk.wav')
      const init = { method: 'POST', body: form }
      const { id } = await server.askFor(accepted, 202, '/videos/upload', init)
      const { status, language } = await untilSettled(server, id)
      expect(status).toMatchObject({ status: 'ready', error: null })
      expect(language).toBe('en')
      const found = await server.askFor(transcript, 200, `/videos/${id}/transcript`)
      expect(found).toMatchObject({ engine: 'openai', model: 'whisper-1', complete: true })
      const { results } = await server.askFor(searchAnswer, 200, '/search?q=americans')
      expect(results).toHaveLength(1)
      expect(speech.problems).toEqual([])
      expect(speech.requests).toHaveLength(1)
    })

    it('does not start with a wrong key, and says which setting it is', async () => {
      await expect(startTestServer({ env: environment('wrong') })).rejects.toMatchObject({
        code: 'transcriber-refused',
        remedy: expect.stringContaining('OPENAI_API_KEY') as unknown,
      })
    })
  },
)
