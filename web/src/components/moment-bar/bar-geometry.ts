import type { Storyboard } from '../../api/types.ts'

export interface Tick {
  /** Seconds from the start. */
  readonly at: number
  /** 0 to 1; the strongest stand taller. */
  readonly strength: number
  /** What was said there, for the preview. */
  readonly text?: string | undefined
}

/** A place in the bar in percent of its length. */
export function share(seconds: number, duration: number): number {
  return duration > 0 ? Math.min(100, Math.max(0, (seconds / duration) * 100)) : 0
}

/** The second under a pointer: that of a tick within `reach` (a share of the bar), else the place itself. */
export function secondAt(
  place: number,
  { duration, ticks, reach }: { duration: number; ticks: readonly Tick[]; reach: number },
): number {
  const second = Math.min(1, Math.max(0, place)) * duration
  const near = nearestTick(second, ticks)
  return near && Math.abs(near.at - second) <= reach * duration ? near.at : second
}

export function nearestTick(second: number, ticks: readonly Tick[]): Tick | undefined {
  let best: Tick | undefined
  for (const tick of ticks) {
    if (!best || Math.abs(tick.at - second) < Math.abs(best.at - second)) best = tick
  }
  return best
}

/** Where a key leads from a second, or null for a key that means nothing here. */
export function secondByKey(
  key: string,
  from: number,
  { duration, ticks, step }: { duration: number; ticks: readonly Tick[]; step: number | 'ticks' },
): number | null {
  const within = (second: number) => Math.min(duration, Math.max(0, second))
  const next = () => ticks.find(({ at }) => at > from + 0.5)?.at ?? from
  const previous = () => ticks.findLast(({ at }) => at < from - 0.5)?.at ?? from
  const small = step === 'ticks' ? null : step
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return small === null ? next() : within(from + small)
    case 'ArrowLeft':
    case 'ArrowDown':
      return small === null ? previous() : within(from - small)
    case 'PageUp':
      return next()
    case 'PageDown':
      return previous()
    case 'Home':
      return step === 'ticks' ? (ticks[0]?.at ?? 0) : 0
    case 'End':
      return step === 'ticks' ? (ticks.at(-1)?.at ?? duration) : duration
    default:
      return null
  }
}

export interface Cell {
  readonly sheet: string
  readonly width: number
  readonly height: number
  /** Size of the whole sheet and place of the cell on it, in units of one cell. */
  readonly columns: number
  readonly rows: number
  readonly column: number
  readonly row: number
}

/** The small picture of a second on the storyboard's sheets. */
export function storyboardCell(storyboard: Storyboard, seconds: number): Cell | null {
  const { columns, rows, width, height, interval_seconds: interval, sheets } = storyboard
  if (interval <= 0 || columns * rows <= 0) return null
  const index = Math.max(0, Math.floor(seconds / interval))
  const sheet = sheets[Math.floor(index / (columns * rows))]
  if (sheet === undefined) return null
  const onSheet = index % (columns * rows)
  return {
    sheet,
    width,
    height,
    columns,
    rows,
    column: onSheet % columns,
    row: Math.floor(onSheet / columns),
  }
}
