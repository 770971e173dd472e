import type { CuepointError } from '../../../domain/errors.ts'
import type { Sleep } from './part-context.ts'
import type { SpeechService } from './speech-service.ts'
import { lost, tooLong } from './transcription-errors.ts'

interface Patience {
  readonly sleep: Sleep
  /** Waited already, in earlier runs. */
  readonly waitedSeconds: number
  /** Told after each sleep. */
  readonly onWaited: (waitedSeconds: number) => Promise<void>
}

export type BatchOutcome =
  | { readonly kind: 'done'; readonly resultUri: string | null }
  /** Nothing more comes of it. */
  | { readonly kind: 'ended'; readonly error: CuepointError }

/**
 * Asks until the batch is over, first after 2 s and then less and less often; after 24 h it is cancelled. What was waited
 * is counted by what was slept: no clock is read that could jump. Rejects when the service cannot be asked.
 */
export async function waitForBatch(
  operation: string,
  speech: Pick<SpeechService, 'stateOf' | 'cancel'>,
  { sleep, waitedSeconds, onWaited }: Patience,
  signal: AbortSignal,
): Promise<BatchOutcome> {
  let waited = waitedSeconds
  let pause = firstPauseSeconds
  for (;;) {
    const state = await speech.stateOf(operation, signal)
    if (state.kind === 'done') return state
    if (state.kind === 'failed') return { kind: 'ended', error: state.error }
    if (state.kind === 'unknown') return { kind: 'ended', error: lost(operation) }
    if (waited >= longestSeconds) {
      // The role that may transcribe may not cancel: then it goes on, and nobody asks for it.
      await speech.cancel(operation, signal).catch(() => signal.throwIfAborted())
      return { kind: 'ended', error: tooLong(operation) }
    }
    await sleep(pause * 1000, signal)
    signal.throwIfAborted()
    waited += pause
    pause = Math.min(longestPauseSeconds, pause * 1.5)
    await onWaited(waited)
  }
}

const firstPauseSeconds = 2
const longestPauseSeconds = 60

/** Even in its slowest mode, which is not used here, the service promises an answer within 24 h. */
const longestSeconds = 24 * 3600
