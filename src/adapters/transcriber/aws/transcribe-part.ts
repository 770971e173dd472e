import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LanguageCode } from '@aws-sdk/client-transcribe'
import type { MediaTool } from '../../../ports/media-tool.ts'
import type { TranscribedPiece, TranscriptionRequest } from '../../../ports/transcriber.ts'
import { fitPiece } from '../fit-piece.ts'
import { answerToSegments } from './answer-to-segments.ts'
import { awaitJob } from './await-job.ts'
import type { Bucket } from './bucket.ts'
import type { Clock } from './clock.ts'
import type { Job, Jobs } from './jobs.ts'
import { primaryTag } from './languages.ts'
import { recall, remember, type Progress } from './memory.ts'
import { namesOf, type PartNames } from './names.ts'
import { parseAnswer } from './parse-answer.ts'
import type { Part } from './parts.ts'
import { failedJob, resultIsMissing, saysTooLittle, SpentJobError } from './spent-job.ts'

export interface PartDeps {
  readonly jobs: Jobs
  readonly media: Pick<MediaTool, 'encodeAudio'>
  readonly clock: Clock
  readonly maxSpeakers: number
  readonly bucket: Bucket
  /** For a job from before the setting was changed, whose result lies elsewhere. */
  readonly otherBucket: (name: string) => Bucket
}

/** One part of a video that is transcribed. */
export interface PartOrder {
  readonly part: Part
  readonly request: TranscriptionRequest
  readonly language: LanguageCode | null
}

/**
 * Has one part of a video transcribed. Every step is remembered, so that a later run goes on where this one ended; a
 * job that is there already is waited for. Rejects with a `SpentJobError` when the job came to nothing: the next try is
 * another one.
 */
export async function transcribePart(
  order: PartOrder,
  deps: PartDeps,
  signal: AbortSignal,
): Promise<TranscribedPiece> {
  const { part, request } = order
  const { startSeconds, endSeconds } = part
  if (endSeconds - startSeconds < shortestAudioSeconds)
    return { untilSeconds: endSeconds, segments: [], language: request.resumeLanguage }
  const progress = await progressOf(part, request)
  const names = namesOf(request.requestKey, part.index, progress.attempt)
  try {
    await bringToService(order, progress, names, deps, signal)
    const job = await awaitJob(names.job, endSeconds - startSeconds, deps, signal)
    const piece = await readPiece(order, job, names.result, deps, signal)
    return fitPiece(piece, {
      ...request,
      resumeAtSeconds: Math.max(startSeconds, request.resumeAtSeconds),
      durationSeconds: endSeconds,
    })
  } catch (error) {
    if (error instanceof SpentJobError)
      await remember(request.memory, {
        ...progress,
        attempt: progress.attempt + 1,
        step: 'begun',
      })
    throw error
  }
}

/** The service does not take less. */
const shortestAudioSeconds = 0.5

async function progressOf({ index }: Part, { memory }: TranscriptionRequest): Promise<Progress> {
  const known = await recall(memory)
  return known?.part === index ? known : { part: index, attempt: 0, step: 'begun' }
}

async function bringToService(
  { part, request, language }: PartOrder,
  progress: Progress,
  names: PartNames,
  { jobs, bucket, media, maxSpeakers }: PartDeps,
  signal: AbortSignal,
): Promise<void> {
  const reach = (step: Progress['step']) => remember(request.memory, { ...progress, step })
  if (progress.step === 'started' && (await jobs.find(names.job, signal)) !== null) return
  if (progress.step === 'begun' || !(await bucket.has(names.audio, signal))) {
    await reach('begun')
    await uploadAudio(request.path, part, names.audio, { media, bucket }, signal)
    await reach('uploaded')
  }
  const order = {
    name: names.job,
    bucket: bucket.name,
    audioKey: names.audio,
    resultKey: names.result,
    language,
    maxSpeakers,
  }
  await jobs.start(order, signal)
  await reach('started')
}

async function uploadAudio(
  path: string,
  { startSeconds, endSeconds }: Part,
  key: string,
  { media, bucket }: Pick<PartDeps, 'media' | 'bucket'>,
  signal: AbortSignal,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-aws-'))
  try {
    const audio = join(folder, 'audio.flac')
    await media.encodeAudio(path, audio, { startSeconds, endSeconds, format: 'flac' }, signal)
    await bucket.upload(key, audio, signal)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readPiece(
  { part, request, language }: PartOrder,
  job: Job,
  resultKey: string,
  deps: PartDeps,
  signal: AbortSignal,
): Promise<TranscribedPiece> {
  const { startSeconds, endSeconds } = part
  if (job.status === 'failed') {
    if (!saysTooLittle(job.failureReason)) throw failedJob(job.failureReason)
    const dropped = { start: startSeconds, end: endSeconds, reason: job.failureReason }
    return { untilSeconds: endSeconds, segments: [], language: request.resumeLanguage, dropped }
  }
  const bucket = job.bucket === null ? deps.bucket : deps.otherBucket(job.bucket)
  const text = await bucket.readText(resultKey, signal)
  if (text === null) throw resultIsMissing(bucket.name, resultKey)
  const { items, languageCode } = parseAnswer(text)
  const speakersBefore = part.index * deps.maxSpeakers
  return {
    untilSeconds: endSeconds,
    segments: answerToSegments(items, { startSeconds, speakersBefore }),
    language: primaryTag(languageCode ?? language ?? '') || request.resumeLanguage,
  }
}
