import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatWebVtt } from '../../src/domain/captions/format-captions.ts'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { accepted, transcript } from '../../src/http/schemas/video.ts'
import { ffmpegNote, hasFfmpeg } from '../support/media.ts'
import { recordings, type Recording } from '../support/recordings.ts'
import { sharedPath, skipNote } from '../support/shared.ts'
import { startTestServer, untilSettled, type TestServer } from '../support/test-server.ts'
import { wordErrors } from '../support/word-errors.ts'

const models = sharedPath('models')
const canRun = models !== null && hasFfmpeg

/** Real recordings through the whole path with the fast models: upload, recognition, vectors, search. */
describe.skipIf(!canRun)(
  `real speech, from the file to the second${skipNote(models)}${ffmpegNote}`,
  () => {
    let server: TestServer
    let all: readonly Recording[] = []
    const ids = new Map<string, string>()

    beforeAll(async () => {
      all = await recordings()
      server = await startTestServer({
        worker: true,
        env: {
          CUEPOINT_TRANSCRIBER: 'local',
          CUEPOINT_ASR_MODEL: 'whisper-tiny.en',
          CUEPOINT_EMBEDDER: 'local',
          CUEPOINT_EMBED_MODEL: 'all-MiniLM-L6-v2',
          CUEPOINT_MODELS_DIR: models ?? '',
        },
      })
      for (const recording of all) ids.set(recording.name, await upload(recording))
      for (const id of ids.values()) {
        const { status, title } = await untilSettled(server, id)
        expect(status.error ?? status.waiting, title).toBeNull()
      }
    })
    afterAll(() => server[Symbol.asyncDispose]())

    /** What is not English comes with captions: the model of this test knows English alone. */
    async function upload({ path, name, language, said }: Recording): Promise<string> {
      const form = new FormData()
      form.set('title', name)
      form.set('language', language)
      if (language !== 'en') {
        const captions = formatWebVtt([{ start: 0, end: 8, text: said }])
        form.set('captions', new Blob([captions]), 'said.vtt')
      }
      form.set('file', await openAsBlob(path), basename(path))
      const { id } = await server.askFor(accepted, 202, '/videos/upload', {
        method: 'POST',
        body: form,
      })
      return id
    }

    async function search(query: Record<string, string>) {
      return server.askFor(searchAnswer, 200, `/search?${new URLSearchParams(query).toString()}`)
    }

    it('writes down what was said in English with at most 4 % wrong words', async () => {
      let errors = 0
      let words = 0
      for (const { name, said } of all.filter(({ language }) => language === 'en')) {
        const id = ids.get(name) ?? ''
        const { segments } = await server.askFor(transcript, 200, `/videos/${id}/transcript`)
        const found = wordErrors(said, segments.map(({ text }) => text).join(' '))
        errors += found.errors
        words += found.words
      }
      expect(words).toBeGreaterThan(500)
      expect(errors / words).toBeLessThan(0.04)
    })

    it('finds a spoken sentence by its words, at its second', async () => {
      const { results } = await search({ q: '"what your country can do for you"' })
      expect(results[0]?.video.id).toBe(ids.get('jfk'))
      expect(results[0]?.matched).toContain('keyword')
      // "Ask not" is said at 3.3 s, "your country" at 4.6 s.
      expect(results[0]?.jump_to).toBeGreaterThan(2.5)
      expect(results[0]?.jump_to).toBeLessThan(5.5)
    })

    it('finds a spoken sentence by its meaning, with none of its words', async () => {
      const { results } = await search({
        q: 'serve the nation instead of demanding benefits',
        mode: 'semantic',
      })
      expect(results[0]?.video.id).toBe(ids.get('jfk'))
      const tragedy = await search({
        q: 'spacecraft disaster with dead crew members',
        mode: 'semantic',
      })
      expect(tragedy.results[0]?.video.id).toBe(ids.get('columbia'))
    })

    it.each([
      ['de', 'azure de'],
      ['es', 'azure es'],
      ['ja', 'azure ja'],
    ])('finds captions in %s by a few of their words', async (language, name) => {
      const said = all.find((recording) => recording.name === name)?.said ?? ''
      const piece = language === 'ja' ? said.slice(0, 8) : said.split(' ').slice(0, 4).join(' ')
      const { results } = await search({ q: piece, language })
      expect(results[0]?.video.id).toBe(ids.get(name))
    })
  },
)
