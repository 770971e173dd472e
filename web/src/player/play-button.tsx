import { Pause, Play } from 'lucide-react'
import { IconButton } from '../components/icon-button.tsx'
import { useIsPlaying, usePlayer } from './player.ts'

export function PlayButton({ shortcut }: { readonly shortcut: string }) {
  const player = usePlayer()
  const isPlaying = useIsPlaying()
  return (
    <IconButton label={isPlaying ? 'Pause' : 'Play'} shortcut={shortcut} onClick={player.toggle}>
      {isPlaying ? <Pause fill="currentColor" /> : <Play fill="currentColor" />}
    </IconButton>
  )
}
