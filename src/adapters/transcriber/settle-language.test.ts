import { describe, expect, it } from 'vitest'
import type { TranscribedPiece } from '../../ports/transcriber.ts'
import type { AudibleSpan } from './find-speech.ts'
import { settlingLanguage } from './settle-language.ts'

/** What is detected in the spans of a video, each ten seconds; null where nobody speaks. */
async function settle(detected: readonly (string | null)[]) {
  const asked: string[] = []
  const recognise = (span: AudibleSpan, language: string): Promise<TranscribedPiece[]> => {
    asked.push(`${span.from / 10}${language}`)
    const heard = detected[span.from / 10] ?? null
    const text = { start: span.from, end: span.until, text: 'said' }
    return Promise.resolve([
      {
        untilSeconds: span.until,
        segments: heard === null ? [] : [text],
        language: heard === null ? null : language || heard,
      },
    ])
  }
  async function* spans(): AsyncGenerator<AudibleSpan> {
    for (const [index, heard] of detected.entries()) {
      const [from, until] = [10 * index, 10 * index + 10]
      const audio = { slice: () => new Uint8Array(), quietestMoment: () => from }
      yield { from, until, speech: heard === null ? [] : [{ start: from, end: until }], audio }
      await Promise.resolve()
    }
  }
  const pieces: TranscribedPiece[] = []
  for await (const piece of settlingLanguage(spans(), recognise)) pieces.push(piece)
  return {
    asked,
    languages: pieces.map(({ language }) => language),
    ends: pieces.map(({ untilSeconds }) => untilSeconds / 10),
  }
}

describe('a language that is detected', () => {
  it('is settled by two spans that agree, and kept', async () => {
    const { asked, languages, ends } = await settle(['de', 'de', 'nl', 'de'])
    expect(languages).toEqual(['de', 'de', 'de', 'de'])
    expect(asked).toEqual(['0', '1', '2de', '3de'])
    expect(ends).toEqual([1, 2, 3, 4])
  })

  it('is not that of a first span which stands alone: it is recognised again', async () => {
    const { asked, languages, ends } = await settle(['la', 'de', 'de', 'de'])
    expect(languages).toEqual(['de', 'de', 'de', 'de'])
    expect(asked).toEqual(['0', '1', '2', '0de', '3de'])
    expect(ends).toEqual([1, 2, 3, 4])
  })

  it('is that of the only span in a short video', async () => {
    expect(await settle(['ja'])).toMatchObject({ asked: ['0'], languages: ['ja'] })
  })

  it('does not hold back silence before anything is said', async () => {
    const { languages, asked } = await settle([null, null, 'es', null, 'es'])
    expect(languages).toEqual([null, null, 'es', null, 'es'])
    expect(asked).toEqual(['0', '1', '2', '3', '4'])
  })

  it('is settled after two minutes even if nothing agrees', async () => {
    const { asked } = await settle(['es', ...Array.from({ length: 14 }, () => null)])
    expect(asked.at(-1)).toBe('14es')
  })

  it('is none where nobody speaks', async () => {
    expect((await settle([null, null])).languages).toEqual([null, null])
  })
})
