import type { TimeRange } from '../../../domain/time-range.ts'
import type { OpenBatch } from './open-batch.ts'
import type { PartContext } from './part-context.ts'
import { readResults } from './read-results.ts'
import { resultsToSegments, type SpokenPart } from './results-to-segments.ts'
import { startBatch } from './start-batch.ts'
import { lost, uncertain } from './transcription-errors.ts'
import { waitForBatch } from './wait-for-batch.ts'

/**
 * Has one part of the audio transcribed. `remembered` is what earlier runs left behind: a batch of the same part is
 * gone on with and never started a second time, unless it is known to have failed or a person has asked for it.
 */
export async function transcribePart(
  part: TimeRange,
  remembered: OpenBatch | null,
  context: PartContext,
  signal: AbortSignal,
): Promise<SpokenPart> {
  const before = remembered?.startSeconds === part.start ? remembered : null
  const attempt = (before?.attempt ?? 0) + 1
  const speakersBefore = before?.speakersBefore ?? remembered?.speakersAfter ?? 0
  const batch =
    (before && (await goOn(before, context, signal))) ??
    (await startBatch(part, { attempt, speakersBefore }, context, signal))
  const results = readResults(parseJson(await resultOf(batch, context, signal)))
  const spoken = resultsToSegments(results, batch)
  await context.keep({ ...batch, state: 'read', speakersAfter: spoken.speakers })
  return spoken
}

/** The batch of an earlier run; null: it is to be started. */
async function goOn(
  batch: OpenBatch,
  context: PartContext,
  signal: AbortSignal,
): Promise<OpenBatch | null> {
  if (batch.state === 'ended') return null
  if (batch.operation !== null) return batch
  // That run ended between asking for the start and learning the name of what was started.
  const operation = await context.speech.find(batch.outputUri, signal)
  if (operation !== null) return context.keep({ ...batch, state: 'started', operation })
  if ((await writtenResult(batch, context, signal)) !== null) return batch
  // The person was told and has asked for it.
  if (batch.state === 'uncertain') return null
  await context.keep({ ...batch, state: 'uncertain' })
  throw uncertain()
}

async function resultOf(
  batch: OpenBatch,
  context: PartContext,
  signal: AbortSignal,
): Promise<string> {
  const { operation, waitedSeconds, outputUri } = batch
  const onWaited = async (waited: number) => {
    await context.keep({ ...batch, waitedSeconds: waited })
  }
  const outcome =
    operation === null
      ? ({ kind: 'done', resultUri: null } as const)
      : await waitForBatch(
          operation,
          context.speech,
          { sleep: context.sleep, waitedSeconds, onWaited },
          signal,
        )
  const told = outcome.kind === 'done' ? outcome.resultUri : null
  // Google forgets operations after some days; what they wrote is still there.
  const uri = told ?? (await writtenResult(batch, context, signal))
  const text = uri === null ? null : await context.bucket.read(uri, signal)
  if (text !== null) return text
  await context.keep({ ...batch, state: 'ended' })
  throw outcome.kind === 'ended' ? outcome.error : lost(operation ?? outputUri)
}

async function writtenResult(
  { outputUri }: OpenBatch,
  { bucket }: PartContext,
  signal: AbortSignal,
): Promise<string | null> {
  const [uri] = await bucket.list(outputUri, signal)
  return uri ?? null
}

/** What is no JSON is no transcript either, which the schema says. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
