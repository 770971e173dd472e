import { useLocation } from 'wouter'
import { useShortcuts } from '../keyboard/shortcuts.ts'
import { usePlayer } from '../player/player.ts'

/** One picture, for the videos that most people have. */
const frame = 1 / 25

interface WatchKeys {
  readonly query: string
  readonly onNext: () => void
  readonly onPrevious: () => void
}

/** The keys of the watch page. */
export function useWatchKeys({ query, onNext, onPrevious }: WatchKeys): void {
  const player = usePlayer()
  const [, navigate] = useLocation()
  const step = (seconds: number) => {
    player.pause()
    player.skip(seconds)
  }
  useShortcuts('Player', [
    { keys: ['k', ' '], does: 'Play or pause', run: player.toggle },
    { keys: ['ArrowLeft'], does: 'Back 5 seconds', run: () => player.skip(-5) },
    { keys: ['ArrowRight'], does: 'On 5 seconds', run: () => player.skip(5) },
    { keys: ['j'], does: 'Back 10 seconds', run: () => player.skip(-10) },
    { keys: ['l'], does: 'On 10 seconds', run: () => player.skip(10) },
    { keys: [','], does: 'Back one picture', run: () => step(-frame) },
    { keys: ['.'], does: 'On one picture', run: () => step(frame) },
    { keys: ['c'], does: 'Captions', run: player.toggleCaptions },
    { keys: ['m'], does: 'Sound', run: player.toggleMuted },
    { keys: ['f'], does: 'Full screen', run: player.toggleFullScreen },
  ])
  useShortcuts('Transcript', [
    {
      keys: ['/'],
      does: 'Search in this video',
      run: () => {
        const box = document.querySelector<HTMLInputElement>('[data-find]')
        box?.focus()
        box?.select()
      },
    },
    { keys: ['n'], does: 'Next found moment', run: onNext },
    { keys: ['N'], does: 'Previous found moment', run: onPrevious },
    { keys: ['Escape'], does: 'Back to the results', run: () => goBack(query, navigate) },
  ])
}

/** The results as they were left, where they are one step back; else the same question anew. */
export function goBack(query: string, navigate: (path: string) => void): void {
  if (isFromResults()) history.back()
  else navigate(query === '' ? '/' : `/?${new URLSearchParams({ q: query }).toString()}`)
}

function isFromResults(): boolean {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && Reflect.get(state, 'isFromResults') === true
}
