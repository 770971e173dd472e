import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Segment } from '../../src/domain/transcript.ts'
import type {
  TranscribedPiece,
  Transcriber,
  TranscriptionMemory,
  TranscriptionRequest,
} from '../../src/ports/transcriber.ts'

/** Something to hear for a transcriber, and what is heard in it. */
export interface TranscriberScene {
  readonly transcriber: Transcriber
  /** Speech that is long enough for several pieces. */
  readonly speech: { readonly path: string; readonly durationSeconds: number }
  /** The segments or words that are heard, with the second. */
  readonly said: readonly { readonly text: string; readonly start: number }[]
  readonly silence: { readonly path: string; readonly durationSeconds: number }
  readonly unknownLanguage: string
}

/** What every transcriber promises; see the comments of the port. */
export function transcriberContract(name: string, open: () => Promise<TranscriberScene>): void {
  describe(`${name} as a transcriber`, () => {
    let scene: TranscriberScene

    beforeAll(async () => {
      scene = await open()
    })
    afterAll(() => scene.transcriber[Symbol.asyncDispose]())

    const transcribe = (changes: Partial<TranscriptionRequest> = {}) =>
      collect(scene.transcriber, { ...asked(scene.speech), ...changes })

    it('hears what is said at the second where it is said', async () => {
      const heard = wordsOf(segmentsOf(await transcribe()))
      expect(heard.map(({ text }) => text)).toEqual(scene.said.map(({ text }) => text))
      for (const [index, { start }] of scene.said.entries())
        expect(Math.abs((heard[index]?.start ?? NaN) - start)).toBeLessThan(0.2)
    })

    it('gives pieces in order of time, up to the end of the audio', async () => {
      const pieces = await transcribe()
      expect(pieces.length).toBeGreaterThan(1)
      const ends = pieces.map(({ untilSeconds }) => untilSeconds)
      expect(ends).toEqual(ends.toSorted((a, b) => a - b))
      expect(ends.at(-1)).toBeCloseTo(scene.speech.durationSeconds, 0)
      for (const [index, { untilSeconds, segments }] of pieces.entries())
        for (const { start, end } of segments) {
          expect(start).toBeGreaterThanOrEqual(ends[index - 1] ?? 0)
          expect(end).toBeLessThanOrEqual(untilSeconds)
        }
    })

    it('gives segments in order, with text, within the video', async () => {
      let before = 0
      for (const { start, end, text, words } of segmentsOf(await transcribe())) {
        expect(start).toBeGreaterThanOrEqual(before)
        expect(end).toBeGreaterThan(start)
        expect(text.trim()).toBe(text)
        expect(text).not.toBe('')
        if (words) expect(words.map((word) => word.text).join('')).toBe(text.replaceAll(/\s/gu, ''))
        before = end
      }
      expect(before).toBeLessThanOrEqual(scene.speech.durationSeconds)
    })

    it('goes on after any piece as if it had not been interrupted', async () => {
      const whole = await transcribe()
      for (const [index, { untilSeconds, language }] of whole.entries()) {
        const rest = await transcribe({ resumeAtSeconds: untilSeconds, resumeLanguage: language })
        const expected = wordsOf(segmentsOf(whole.slice(index + 1)))
        const heard = wordsOf(segmentsOf(rest))
        expect(heard.map(({ text }) => text)).toEqual(expected.map(({ text }) => text))
        for (const [place, { start }] of heard.entries()) {
          expect(start).toBeGreaterThanOrEqual(untilSeconds)
          expect(Math.abs(start - (expected[place]?.start ?? NaN))).toBeLessThan(0.2)
        }
        expect(rest.at(-1)?.untilSeconds).toBeCloseTo(scene.speech.durationSeconds, 0)
      }
    })

    it('gives the same twice', async () => {
      expect(await transcribe()).toEqual(await transcribe())
    })

    it('hears nothing in silence, and reaches its end', async () => {
      const pieces = await collect(scene.transcriber, asked(scene.silence))
      expect(segmentsOf(pieces)).toEqual([])
      expect(pieces.at(-1)?.untilSeconds).toBeCloseTo(scene.silence.durationSeconds, 0)
    })

    it('keeps within the duration that it is told', async () => {
      const segments = segmentsOf(await transcribe({ durationSeconds: 1.2 }))
      for (const { end } of segments) expect(end).toBeLessThanOrEqual(1.2)
    })

    it('refuses a language that the model does not have', async () => {
      await expect(transcribe({ language: scene.unknownLanguage })).rejects.toMatchObject({
        code: 'invalid-input',
      })
    })

    it('rejects with the reason of an abort, before and during the work, and works on', async () => {
      const reason = new Error('nobody waits any more')
      const request = asked(scene.speech)
      const before = collect(scene.transcriber, request, AbortSignal.abort(reason))
      await expect(before).rejects.toBe(reason)
      for (const afterPieces of [0, 1]) {
        const controller = new AbortController()
        const during = collect(scene.transcriber, request, controller.signal, (pieces) => {
          if (pieces === afterPieces) controller.abort(reason)
        })
        if (afterPieces === 0) setImmediate(() => controller.abort(reason))
        await expect(during).rejects.toBe(reason)
      }
      expect(await transcribe()).not.toEqual([])
    })

    it('can be left in the middle', async () => {
      for await (const piece of scene.transcriber.transcribe(asked(scene.speech), unaborted())) {
        expect(piece.untilSeconds).toBeGreaterThan(0)
        break
      }
      expect(segmentsOf(await transcribe())).not.toEqual([])
    })

    it('hears several at the same time, each for itself', async () => {
      const [speech, silence, again] = await Promise.all([
        transcribe(),
        collect(scene.transcriber, asked(scene.silence)),
        transcribe(),
      ])
      expect(segmentsOf(speech)).not.toEqual([])
      expect(segmentsOf(silence)).toEqual([])
      expect(again).toEqual(speech)
    })

    it('closes without having been used, and while it works', async () => {
      const unused = await open()
      await unused.transcriber[Symbol.asyncDispose]()
      const used = await open()
      const work = collect(used.transcriber, asked(used.speech))
      await Promise.all([expect(work).rejects.toThrow(), used.transcriber[Symbol.asyncDispose]()])
    })
  })
}

/** A request for a whole file. */
export function asked(file: { path: string; durationSeconds: number }): TranscriptionRequest {
  return {
    ...file,
    language: null,
    resumeAtSeconds: 0,
    resumeLanguage: null,
    requestKey: randomUUID(),
    memory: createMemory(),
  }
}

/** What a database keeps: JSON. */
function createMemory(): TranscriptionMemory {
  let content = 'null'
  return {
    read: () => Promise.resolve(JSON.parse(content)),
    write(value) {
      content = JSON.stringify(value)
      return Promise.resolve()
    },
    isWanted: () => Promise.resolve(true),
  }
}

export async function collect(
  transcriber: Transcriber,
  request: TranscriptionRequest,
  signal: AbortSignal = unaborted(),
  onPiece: (count: number) => void = () => undefined,
): Promise<TranscribedPiece[]> {
  const pieces: TranscribedPiece[] = []
  for await (const piece of transcriber.transcribe(request, signal)) {
    pieces.push(piece)
    onPiece(pieces.length)
  }
  return pieces
}

export function segmentsOf(pieces: readonly TranscribedPiece[]): Segment[] {
  return pieces.flatMap(({ segments }) => segments)
}

function wordsOf(segments: readonly Segment[]) {
  return segments.flatMap((segment) => segment.words ?? [segment])
}

function unaborted(): AbortSignal {
  return new AbortController().signal
}
