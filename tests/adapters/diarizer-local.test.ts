import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createLocalDiarizer, type LocalDiarizerConfig } from '../../src/adapters/diarizer/local.ts'
import { createMediaTool } from '../../src/adapters/media-tool/index.ts'
import { MissingPartError } from '../../src/domain/errors.ts'
import type { SpeakerTurn } from '../../src/ports/diarizer.ts'
import { ffmpegNote, hasFfmpeg, makeSound } from '../support/media.ts'
import { ffmpegForTests } from '../support/media-programs.ts'
import { sharedPath, skipNote } from '../support/shared.ts'
import { silentLogger } from '../support/silent-logger.ts'
import { writeVoiceModel } from '../support/voice-model.ts'

const run = promisify(execFile)
const segmentation = sharedPath('models', 'pyannote-segmentation-3.0', 'model.int8.onnx')
const falcon = sharedPath('media', 'falcon', 'test.wav')
const truth = sharedPath('media', 'falcon', 'test_data.json')

/** What the hand-made model of voices needs; a real one has another. */
const voiceDistance = 0.1

describe.skipIf(segmentation === null || falcon === null || !hasFfmpeg)(
  `the local diarizer${skipNote(segmentation ?? falcon)}${ffmpegNote}`,
  () => {
    let folder = ''
    let files: { segmentation: string; voices: string }

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'cuepoint-diarizer-'))
      files = { segmentation: segmentation ?? '', voices: await writeVoiceModel(folder) }
    })
    afterAll(() => rm(folder, { recursive: true, force: true }))

    const open = (more: Partial<LocalDiarizerConfig> = {}) =>
      createLocalDiarizer({
        source: { bring: () => Promise.resolve(files) },
        media: createMediaTool({ ffmpegPath: null, ffprobePath: null }),
        logger: silentLogger,
        threads: 1,
        voiceDistance,
        ...more,
      })

    async function listen(
      path: string,
      durationSeconds: number,
      more: Partial<LocalDiarizerConfig> = {},
    ): Promise<{ turns: readonly SpeakerTurn[]; progress: number[] }> {
      await using diarizer = open(more)
      const progress: number[] = []
      const turns = await diarizer.findTurns(
        { path, durationSeconds },
        (share) => progress.push(share),
        new AbortController().signal,
      )
      return { turns, progress }
    }

    it('hears three people in the recording of three', async () => {
      const { turns, progress } = await listen(falcon ?? '', 18.6)
      const expected = falconTest.parse(JSON.parse(await readFile(truth ?? '', 'utf8')))
      const segments = expected.tests.diarization_tests[0]?.segments ?? []
      expect(turns.map(({ speaker }) => speaker)).toEqual([0, 1, 2])
      for (const [index, { start_sec: start, end_sec: end }] of segments.entries()) {
        expect(Math.abs((turns[index]?.start ?? 0) - start)).toBeLessThan(0.25)
        expect(Math.abs((turns[index]?.end ?? 0) - end)).toBeLessThan(0.25)
      }
      expect(progress).toEqual([1])
    })

    it('knows them again when a long recording is heard in windows', async () => {
      const twice = join(folder, 'twice.wav')
      await run(ffmpegForTests, ['-v', 'error', '-stream_loop', '1', '-i', falcon ?? '', twice])
      const { turns, progress } = await listen(twice, 37.2, { windowSeconds: 19 })
      expect(turns.map(({ speaker }) => speaker)).toEqual([0, 1, 2, 0, 1, 2])
      expect(progress).toHaveLength(2)
      expect(progress).toEqual(progress.toSorted((a, b) => a - b))
      expect(turns.at(-1)?.end).toBeGreaterThan(35)
    })

    it('hears nobody in silence and in tones', async () => {
      const path = join(folder, 'tones.wav')
      const tones = [{ startSeconds: 4, endSeconds: 6, hertz: 440 }]
      await makeSound(path, { seconds: 12, tones })
      expect((await listen(path, 12)).turns).toEqual([])
    })

    it('stops at once when it is aborted', async () => {
      await using diarizer = open()
      const controller = new AbortController()
      const reason = new Error('enough')
      const stopping = diarizer.findTurns(
        { path: falcon ?? '', durationSeconds: 18.6 },
        () => undefined,
        controller.signal,
      )
      controller.abort(reason)
      await expect(stopping).rejects.toBe(reason)
      await expect(
        diarizer.findTurns(
          { path: falcon ?? '', durationSeconds: 18.6 },
          () => undefined,
          controller.signal,
        ),
      ).rejects.toBe(reason)
    })

    it('passes on that a model has to be brought', async () => {
      const missing = new MissingPartError('model-missing', 'It is not here.', 'Bring it.')
      const source = { bring: () => Promise.reject(missing) }
      await expect(listen(falcon ?? '', 18.6, { source })).rejects.toBe(missing)
    })

    it.each(['segmentation', 'voices'] as const)(
      'says that its models cannot be used when a file is no model (%s)',
      async (which) => {
        const broken = join(folder, 'broken.onnx')
        await writeFile(broken, 'This is no model.')
        const source = { bring: () => Promise.resolve({ ...files, [which]: broken }) }
        await expect(listen(falcon ?? '', 18.6, { source })).rejects.toMatchObject({
          code: 'model-unusable',
          retryable: 'when-available',
        })
      },
    )

    it('may lose its process: that is passing', async () => {
      const script = join(folder, 'mortal.mjs')
      await writeFile(
        script,
        `process.on('message', ({ kind }) => kind === 'load' ? process.send({ kind: 'loaded' }) : process.exit(7))`,
      )
      await expect(
        listen(falcon ?? '', 18.6, { script: new URL(`file://${script}`) }),
      ).rejects.toMatchObject({ code: 'diarizer-stopped', retryable: 'soon' })
    })
  },
)

const falconTest = z.object({
  tests: z.object({
    diarization_tests: z.array(
      z.object({
        segments: z.array(
          z.object({ start_sec: z.number(), end_sec: z.number(), speaker_tag: z.number() }),
        ),
      }),
    ),
  }),
})
