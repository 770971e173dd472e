import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asked, collect, segmentsOf, transcriberContract } from '../contracts/transcriber.ts'
import {
  canRunOpenAi,
  openAiNote,
  openOpenAiScene,
  saidToOpenAi,
  type OpenAiScene,
} from '../support/openai-scene.ts'

describe.skipIf(!canRunOpenAi)(`OpenAI's transcription on tones${openAiNote}`, () => {
  let scene: OpenAiScene

  beforeAll(async () => {
    scene = await openOpenAiScene()
  })
  afterAll(async () => {
    expect(scene.server.problems).toEqual([])
    await scene[Symbol.asyncDispose]()
  })

  // The others put a full stop behind each word.
  transcriberContract('a speech server like that of OpenAI', () => {
    scene.server.behaviour.dialect = 'no-segments'
    const { speech, silence } = scene
    const said = saidToOpenAi
    return Promise.resolve({
      ...{ transcriber: scene.open(), speech, silence, said, unknownLanguage: 'tlh' },
    })
  })

  it.each(['openai', 'whisper.cpp', 'segments-only'] as const)(
    'understands the dialect %s',
    async (dialect) => {
      scene.server.behaviour.dialect = dialect
      const pieces = await collect(scene.open(), asked(scene.speech))
      const segments = segmentsOf(pieces)
      expect(segments.map(({ text }) => text)).toEqual(saidToOpenAi.map(({ text }) => `${text}.`))
      for (const [index, { start, words }] of segments.entries()) {
        expect(Math.abs(start - (saidToOpenAi[index]?.start ?? NaN))).toBeLessThan(0.2)
        if (dialect !== 'segments-only') expect(words).toHaveLength(1)
      }
      expect(pieces[0]?.language).toBe('en')
    },
  )

  it('cuts shorter pieces for a server that gives text alone, and asks it for no more', async () => {
    scene.server.behaviour.dialect = 'text-only'
    const transcriber = scene.open()
    const before = scene.server.requests.length
    const pieces = await collect(transcriber, asked(scene.speech))
    expect(
      segmentsOf(pieces)
        .map(({ text }) => text)
        .join(' '),
    ).toBe('hello world world hello world')
    for (const [index, { untilSeconds }] of pieces.entries())
      expect(untilSeconds - (pieces[index - 1]?.untilSeconds ?? 0)).toBeLessThanOrEqual(28.5)
    const formats = scene.server.requests.slice(before).map(({ format }) => format)
    expect(formats.slice(0, 2)).toEqual(['verbose_json', 'verbose_json'])
    expect(new Set(formats.slice(2))).toEqual(new Set(['json']))
  })
})
