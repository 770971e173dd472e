import { CuepointError } from '../../../domain/errors.ts'

/** Each of them ends the stage; a person who tries again has the batch started once more. */
export function uncertain(cause?: unknown): CuepointError {
  return new CuepointError(
    'transcription-uncertain',
    'Google Speech-to-Text was asked to start the transcription, and it is not known whether it did: the connection or the program ended in between.',
    {
      remedy:
        'Try again: if the transcription is found there it is used, else it is started once more and may be billed twice.',
      cause,
    },
  )
}

export function lost(operation: string): CuepointError {
  return new CuepointError(
    'transcription-lost',
    `Google Speech-to-Text does not have the transcription ${operation}, nor its result, any more.`,
    { remedy: 'Try again: it is then started once more, which is billed.' },
  )
}

export function tooLong(operation: string): CuepointError {
  return new CuepointError(
    'transcription-timeout',
    `Google Speech-to-Text has not finished the transcription ${operation} within 24 hours; it was cancelled.`,
    {
      remedy:
        'Try again: it is then started once more. The console of Google Cloud shows the state of its services.',
    },
  )
}
