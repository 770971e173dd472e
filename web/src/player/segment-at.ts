/** The index of the last segment that has begun at `seconds`, -1 before the first. */
export function segmentAt(
  segments: readonly { readonly start: number }[],
  seconds: number,
): number {
  let low = 0
  let high = segments.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((segments[middle]?.start ?? Infinity) <= seconds) low = middle + 1
    else high = middle
  }
  return low - 1
}
