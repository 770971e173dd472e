import { useMediaSelector } from 'media-chrome/react/media-store'
import type { Segment } from '../api/types.ts'
import { segmentAt } from '../player/segment-at.ts'

/** Players report the time a few times a second: a sentence lights up rather a little early. */
const ahead = 0.15

/** The segment that is being said; renders again only when that changes. -1 before the first. */
export function useNow(segments: readonly Segment[], begin: number | null): number {
  return useMediaSelector((state) => {
    // A player that has not begun stands where it will begin.
    const time = state.mediaCurrentTime ?? 0
    return segmentAt(segments, (time === 0 ? (begin ?? 0) : time) + ahead)
  })
}
