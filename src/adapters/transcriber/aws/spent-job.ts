import { CuepointError } from '../../../domain/errors.ts'

/** A job that came to nothing, and will not any more: another try is another job, which a person asks for. */
export class SpentJobError extends CuepointError {
  constructor(code: string, message: string, remedy: string) {
    super(code, message, { remedy, retryable: 'never' })
  }
}

/** AWS hears too little to say which language it is, or the sound is too short: nothing is wrong with either. */
export function saysTooLittle(failureReason: string): boolean {
  return /speech segment long enough|file length is too small/i.test(failureReason)
}

/** Says why a job has failed. The reasons of the service are sentences, not codes. */
export function failedJob(failureReason: string): SpentJobError {
  const said = `AWS Transcribe could not do its job: ${failureReason === '' ? 'it does not say why' : failureReason}`
  if (/media format|sample rate|number of channels|file size|corrupt/i.test(failureReason))
    return new SpentJobError(
      'unsupported-media',
      said,
      'Play the video: if it has sound, convert it, or use another transcriber.',
    )
  if (/access|permission|denied|bucket|\bS3\b/i.test(failureReason))
    return new SpentJobError(
      'transcriber-refused',
      said,
      'Allow the keys of AWS s3:GetObject and s3:PutObject in CUEPOINT_AWS_TRANSCRIBE_BUCKET, then try again.',
    )
  return new SpentJobError('transcriber-job-failed', said, 'Try again: another job is started.')
}

export function neverEnds(job: string, afterMs: number): SpentJobError {
  return new SpentJobError(
    'transcriber-never-ends',
    `The job ${job} of AWS Transcribe has not ended within ${Math.round(afterMs / 3_600_000)} hours, and was given up.`,
    'Try again: another job is started. The console of AWS shows what became of this one.',
  )
}

export function jobIsGone(job: string): SpentJobError {
  return new SpentJobError(
    'transcriber-job-gone',
    `The job ${job} of AWS Transcribe was removed while it was waited for.`,
    'Try again: another job is started.',
  )
}

export function resultIsMissing(bucket: string, key: string): SpentJobError {
  return new SpentJobError(
    'transcriber-result-missing',
    `AWS Transcribe has done its job, but the result is not in the bucket "${bucket}" at ${key}.`,
    'Try again: another job is started. A lifecycle rule of the bucket must leave objects for a week.',
  )
}
