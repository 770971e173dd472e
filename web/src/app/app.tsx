import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect } from 'react'
import { followEvents } from '../api/live-events.ts'
import { serverState } from '../api/server-state.ts'
import { listenToKeys } from '../keyboard/shortcuts.ts'
import { Layout } from './layout.tsx'
import { Router } from './router.tsx'
import { useStore } from './store.ts'

const TokenPage = lazy(() => import('./token-page.tsx'))

export function App() {
  const client = useQueryClient()
  const isLocked = useStore(serverState, ({ locked }) => locked)

  useEffect(() => {
    if (isLocked) return
    const stop = new AbortController()
    listenToKeys(stop.signal)
    followEvents(client, stop.signal)
    return () => stop.abort()
  }, [client, isLocked])

  if (isLocked) {
    return (
      <Suspense>
        <TokenPage />
      </Suspense>
    )
  }
  return (
    <Layout>
      <Router />
    </Layout>
  )
}
