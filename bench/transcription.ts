import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createMediaTool } from '../src/adapters/media-tool/index.ts'
import { createTranscriber } from '../src/adapters/transcriber/index.ts'
import { loadRecogniser } from '../src/adapters/transcriber/load-recogniser.ts'
import { toSamples } from '../src/adapters/transcriber/pcm.ts'
import { inFolder } from '../src/adapters/transcriber/speech-recipe.ts'
import { createModelStore } from '../src/models/model-store.ts'
import { speechModel } from '../src/models/model-table.ts'
import { recordings, type Recording } from '../tests/support/recordings.ts'
import { sharedPath } from '../tests/support/shared.ts'
import { silentLogger } from '../tests/support/silent-logger.ts'
import { wordErrors } from '../tests/support/word-errors.ts'

/**
 * Speed, memory and word errors of speech recognition, beside the recogniser alone (28 s after 28 s of the same audio,
 * no voice detection, no second look), each in a process of its own:
 * `node bench/transcription.ts [--model whisper-base] [--language all] [--threads 2]`, with weights in
 * CUEPOINT_MODELS_DIR and the recordings beside the project. Linux: peak memory is read from /proc.
 */
const { values } = parseArgs({
  options: {
    model: { type: 'string', multiple: true, default: ['whisper-tiny.en', 'whisper-base'] },
    language: { type: 'string', default: 'en' },
    threads: { type: 'string', default: `${Math.max(1, availableParallelism() - 1)}` },
    /** Which of the two a process of the bench measures. */
    alone: { type: 'string' },
  },
})
const threads = Number(values.threads)
const modelsDirectory = process.env['CUEPOINT_MODELS_DIR'] ?? sharedPath('models')
const media = createMediaTool({ ffmpegPath: null, ffprobePath: null })

const measurement = z.object({
  audioSeconds: z.number(),
  loadSeconds: z.number(),
  tookSeconds: z.number(),
  cpuSeconds: z.number(),
  peakMegabytes: z.number(),
  errors: z.number(),
  words: z.number(),
})
type Measurement = z.infer<typeof measurement>

const spoken = (await recordings()).filter(
  ({ language }) => values.language === 'all' || language === values.language,
)
const [model = ''] = values.model
if (values.alone === 'pipeline') process.send?.(await measurePipeline(model))
else if (values.alone === 'recogniser') process.send?.(await measureRecogniser(model))
else for (const key of values.model) await compare(key)

async function compare(key: string): Promise<void> {
  for (const what of ['recogniser', 'pipeline']) {
    const { audioSeconds, loadSeconds, tookSeconds, cpuSeconds, peakMegabytes, errors, words } =
      await apart(key, what)
    console.log(
      `${key}, ${what}: ${(audioSeconds / tookSeconds).toFixed(1)} x real time (${audioSeconds.toFixed(0)} s of audio, ${cpuSeconds.toFixed(1)} s of CPU), ` +
        `${errors} of ${words} words wrong (${((100 * errors) / words).toFixed(1)} %), ` +
        `peak ${peakMegabytes.toFixed(0)} MB, loaded in ${loadSeconds.toFixed(1)} s, ${threads} threads`,
    )
  }
}

async function apart(key: string, what: string): Promise<Measurement> {
  const flags = ['--model', key, '--alone', what, '--threads', `${threads}`]
  const child = fork(fileURLToPath(import.meta.url), [...flags, '--language', values.language])
  const answer: unknown[] = await once(child, 'message')
  child.disconnect()
  return measurement.parse(answer[0])
}

async function measurePipeline(key: string): Promise<Measurement> {
  await using models = createModelStore(
    {
      directory: modelsDirectory,
      cacheDirectory: join(tmpdir(), 'cuepoint-no-cache'),
      endpoint: 'http://127.0.0.1:9',
      token: null,
      offline: true,
    },
    silentLogger,
  )
  await using transcriber = await createTranscriber(
    { kind: 'local', model: key, threads },
    { media, models, logger: silentLogger },
  )
  if (!transcriber) throw new Error('a local transcriber was asked for')
  const transcribe = async ({ path }: Recording) => {
    const request = { path, durationSeconds: Infinity, language: null }
    const memory = {
      read: () => Promise.resolve(null),
      write: () => Promise.resolve(),
      isWanted: () => Promise.resolve(true),
    }
    const fresh = {
      ...request,
      resumeAtSeconds: 0,
      resumeLanguage: null,
      requestKey: path,
      memory,
    }
    const texts: string[] = []
    for await (const piece of transcriber.transcribe(fresh, new AbortController().signal))
      texts.push(...piece.segments.map(({ text }) => text))
    return texts.join(' ')
  }
  return await measure(async () => {
    const [shortest] = spoken
    if (shortest) await transcribe(shortest)
  }, transcribe)
}

async function measureRecogniser(key: string): Promise<Measurement> {
  const recipe = inFolder(speechModel(key).recipe, join(modelsDirectory ?? '', key))
  const load = () => loadRecogniser(recipe, threads)
  let recogniser: Awaited<ReturnType<typeof load>> | null = null
  return measure(
    async () => {
      recogniser = await load()
    },
    async (recording) => {
      const samples = toSamples(await pcmOf(recording))
      const texts: string[] = []
      for (let from = 0; from < samples.length; from += 28 * 16_000) {
        const piece = samples.subarray(from, from + 28 * 16_000)
        const recognised = await recogniser?.recognise(piece, '')
        texts.push(...(recognised?.tokens ?? []).map(({ text }) => text))
      }
      return texts.join('')
    },
  )
}

async function measure(
  load: () => Promise<void>,
  transcribe: (recording: Recording) => Promise<string>,
): Promise<Measurement> {
  const loadSeconds = await secondsOf(load)
  const cpuBefore = (await usageNow()).cpuSeconds
  const texts: string[] = []
  const tookSeconds = await secondsOf(async () => {
    for (const recording of spoken) texts.push(await transcribe(recording))
  })
  const { cpuSeconds, peakMegabytes } = await usageNow()
  const counts = spoken.map(({ said }, index) => wordErrors(said, texts[index] ?? ''))
  const lengths = await Promise.all(
    spoken.map(async (recording) => (await pcmOf(recording)).length),
  )
  return {
    audioSeconds: sum(lengths) / 32_000,
    loadSeconds,
    tookSeconds,
    cpuSeconds: cpuSeconds - cpuBefore,
    peakMegabytes,
    errors: sum(counts.map(({ errors }) => errors)),
    words: sum(counts.map(({ words }) => words)),
  }
}

function pcmOf({ path }: Recording): Promise<Buffer> {
  return buffer(media.audio(path, { startSeconds: 0 }))
}

/** Of this process and the ones it has started that still run. */
async function usageNow(): Promise<{ cpuSeconds: number; peakMegabytes: number }> {
  const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8')
  const pids = [`${process.pid}`, ...children.trim().split(' ').filter(Boolean)]
  const usages = await Promise.all(
    pids.map(async (pid) => {
      const [status, stat] = await Promise.all(
        ['status', 'stat'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8')),
      )
      // After the name in brackets: user and system time are fields 14 and 15, in hundredths.
      const fields = stat?.replace(/^.*\) /s, '').split(' ') ?? []
      return {
        cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100,
        peakMegabytes: Number(/VmHWM:\s+(\d+)/.exec(status ?? '')?.[1]) / 1000,
      }
    }),
  )
  return {
    cpuSeconds: sum(usages.map((usage) => usage.cpuSeconds)),
    peakMegabytes: sum(usages.map((usage) => usage.peakMegabytes)),
  }
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
