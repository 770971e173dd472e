import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TimeRange } from '../../../domain/time-range.ts'
import { untilAborted } from '../../../domain/until-aborted.ts'
import { batchRequest } from './batch-request.ts'
import type { OpenBatch } from './open-batch.ts'
import type { PartContext } from './part-context.ts'
import { hasStartedNothing, toSpeechError } from './speech-errors.ts'
import { uncertain } from './transcription-errors.ts'

interface Count {
  /** Which start of this part it is, from 1 on. */
  readonly attempt: number
  readonly speakersBefore: number
}

/**
 * Brings the audio of a part into the bucket and starts its batch. That it is about to be started is kept before, its name
 * after. Rejects with `transcription-uncertain` when the call broke off so that nobody knows whether it was heard.
 */
export async function startBatch(
  part: TimeRange,
  { attempt, speakersBefore }: Count,
  context: PartContext,
  signal: AbortSignal,
): Promise<OpenBatch> {
  const { speech, bucket, request } = context
  const name = `${request.requestKey}/${part.start.toFixed(3)}`
  // What is wrong with the service shows before the audio is on its way.
  await speech.reach(signal)
  await uploadPart(part, `${name}.flac`, context, signal)
  const batch = await context.keep({
    service: 'google-speech',
    state: 'asked',
    startSeconds: part.start,
    endSeconds: part.end,
    attempt,
    audioUri: bucket.uriOf(`${name}.flac`),
    outputUri: bucket.uriOf(`${name}-${attempt}/`),
    operation: null,
    waitedSeconds: 0,
    speakersBefore,
    speakersAfter: speakersBefore,
  })
  signal.throwIfAborted()
  const starting = start(batch, context)
  try {
    return await untilAborted(starting, signal)
  } finally {
    // An abort takes nothing back: the name is waited for a little, so that the next run knows it.
    if (signal.aborted) await shortly(starting)
  }
}

async function uploadPart(
  { start: startSeconds, end: endSeconds }: TimeRange,
  key: string,
  { request, media, bucket }: PartContext,
  signal: AbortSignal,
): Promise<void> {
  if (await bucket.has(key, signal)) return
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-google-'))
  try {
    const audio = join(folder, 'part.flac')
    const clip = { startSeconds, endSeconds, format: 'flac' } as const
    await media.encodeAudio(request.path, audio, clip, signal)
    await bucket.upload(audio, key, signal)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function start(batch: OpenBatch, context: PartContext): Promise<OpenBatch> {
  let operation: string
  try {
    operation = await context.speech.start(batchRequest({ ...context, ...batch }))
  } catch (error) {
    const isRefused = hasStartedNothing(error)
    await context.keep({ ...batch, state: isRefused ? 'ended' : 'uncertain' })
    throw isRefused ? toSpeechError(error, 'to transcribe the audio') : uncertain(error)
  }
  return context.keep({ ...batch, state: 'started', operation })
}

async function shortly(work: Promise<unknown>): Promise<void> {
  await untilAborted(work, AbortSignal.timeout(graceMs)).catch(() => undefined)
}

const graceMs = 3000
