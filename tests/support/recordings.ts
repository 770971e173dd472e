import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { TimeRange } from '../../src/domain/time-range.ts'
import { sharedPath } from './shared.ts'

/** Real speech and what is said in it. */
export interface Recording {
  readonly name: string
  readonly path: string
  readonly language: string
  readonly said: string
  /** Where somebody has noted the time of each word. */
  readonly words: readonly (TimeRange & { readonly text: string })[]
}

/** The recordings beside the project that have a reference text; none without them. */
export async function recordings(): Promise<Recording[]> {
  const media = sharedPath('media')
  if (media === null) return []
  const leopard = await leopardRecordings(media)
  const azure = await Promise.all(
    ['en-US-general', 'de-DE', 'es-ES', 'ja-JP'].map(async (name): Promise<Recording> => {
      const folder = `${media}/azure/${name}-test`
      const text = await readFile(`${folder}/trans.txt`, 'utf8')
      const said = text.replace(/^\ufeff?audio\.wav\s+/, '')
      const language = name.slice(0, 2)
      return { name: `azure ${language}`, path: `${folder}/audio.wav`, language, said, words: [] }
    }),
  )
  const conversation = leopard.find(({ path }) => path.endsWith('/diarization_test.wav'))
  return [
    {
      name: 'jfk',
      path: `${media}/jfk/jfk.wav`,
      language: 'en',
      said: 'And so my fellow Americans ask not what your country can do for you, ask what you can do for your country.',
      words: [],
    },
    {
      name: 'columbia',
      path: `${media}/columbia/columbia.wma`,
      language: 'en',
      said: await readFile(`${media}/columbia/columbia.ref.txt`, 'utf8'),
      words: [],
    },
    ...azure,
    ...leopard,
    ...(conversation
      ? [{ ...conversation, name: 'falcon', path: `${media}/falcon/test.wav`, words: [] }]
      : []),
  ]
}

const leopardTest = z.object({
  language: z.string(),
  audio_file: z.string(),
  transcript_with_punctuation: z.string().optional(),
  words: z.array(
    z.object({
      word: z.string(),
      start_sec: z.number().optional(),
      end_sec: z.number().optional(),
    }),
  ),
})
const leopardData = z.object({
  tests: z.object({
    language_tests: z.array(leopardTest),
    diarization_tests: z.array(leopardTest),
  }),
})

async function leopardRecordings(media: string): Promise<Recording[]> {
  const json: unknown = JSON.parse(await readFile(`${media}/leopard/test_data.json`, 'utf8'))
  const { tests } = leopardData.parse(json)
  return [...tests.language_tests, ...tests.diarization_tests].map((test) => ({
    name: `leopard ${test.audio_file.replace('.wav', '')}`,
    path: `${media}/leopard/${test.audio_file}`,
    language: test.language,
    said: test.transcript_with_punctuation ?? test.words.map(({ word }) => word).join(' '),
    words: test.words.flatMap(({ word: text, start_sec: start, end_sec: end }) =>
      start === undefined || end === undefined ? [] : [{ text, start, end }],
    ),
  }))
}
