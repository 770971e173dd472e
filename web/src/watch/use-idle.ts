import { useCallback, useEffect, useState } from 'react'

const patienceMs = 2500

/** Whether nothing has moved for a while; only watched while `isWatching`. */
export function useIdle(isWatching: boolean): { isIdle: boolean; wake: () => void } {
  const [lastMove, setLastMove] = useState(0)
  const [idleSince, setIdleSince] = useState<number | null>(null)
  useEffect(() => {
    if (!isWatching) return
    const timer = setTimeout(() => setIdleSince(lastMove), patienceMs)
    return () => clearTimeout(timer)
  }, [isWatching, lastMove])
  const wake = useCallback(() => {
    if (isWatching) setLastMove(performance.now())
  }, [isWatching])
  return { isIdle: isWatching && idleSince === lastMove, wake }
}
