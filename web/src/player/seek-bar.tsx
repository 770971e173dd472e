import type { Storyboard } from '../api/types.ts'
import type { Tick } from '../components/moment-bar/bar-geometry.ts'
import { MomentBar } from '../components/moment-bar/moment-bar.tsx'
import { useCurrentTime, usePlayer } from './player.ts'

interface SeekBarProps {
  readonly duration: number
  readonly ticks: readonly Tick[]
  readonly readyUntil?: number | undefined
  readonly storyboard?: Storyboard | null
  readonly pictureOf?: (seconds: number) => string | null
  readonly textOf?: (seconds: number) => string | undefined
  readonly className?: string | undefined
}

/** The moment bar as the place to seek in a player. */
export function SeekBar(props: SeekBarProps) {
  const player = usePlayer()
  const played = useCurrentTime()
  return (
    <MomentBar
      {...props}
      kind="seek"
      label="Place in the video"
      played={played}
      onSeek={player.seek}
    />
  )
}
