import type { TimedSpan } from '../domain/chunk.ts'
import type { TextSpan } from '../domain/text-sentences.ts'
import { speakerKey } from './find-speakers.ts'

/** The stretches of a text that some speakers say, in order; neighbouring spans are one. */
export function spokenStretches(
  videoId: string,
  spans: readonly TimedSpan[],
  speakers: ReadonlySet<string>,
): TextSpan[] {
  const stretches: TextSpan[] = []
  let isGoingOn = false
  for (const { from, to, speaker } of spans) {
    const isMeant = speaker !== undefined && speakers.has(speakerKey(videoId, speaker))
    const last = stretches.at(-1)
    if (isMeant && isGoingOn && last) stretches[stretches.length - 1] = { ...last, to }
    else if (isMeant) stretches.push({ from, to })
    isGoingOn = isMeant
  }
  return stretches
}

/** Those of some places in a text that lie wholly within one of the stretches. */
export function within<Place extends TextSpan>(
  stretches: readonly TextSpan[],
  places: readonly Place[],
): Place[] {
  return places.filter(({ from, to }) =>
    stretches.some((stretch) => from >= stretch.from && to <= stretch.to),
  )
}
