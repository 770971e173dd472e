import { useQueryClient } from '@tanstack/react-query'
import { Button } from '../components/button.tsx'
import { serverState } from '../api/server-state.ts'
import styles from './connection-strip.module.css'
import { useStore } from './store.ts'

/** A calm line while the server is out of reach; it goes away by itself. */
export function ConnectionStrip() {
  const client = useQueryClient()
  const isLost = useStore(serverState, ({ connection }) => connection === 'lost')
  return (
    <div role="status">
      {isLost && (
        <p className={styles.strip}>
          <span>
            The connection to the server is lost. This page goes on as soon as it is back.
          </span>
          <Button tone="inverse" onClick={() => void client.refetchQueries({ type: 'active' })}>
            Try now
          </Button>
        </p>
      )}
    </div>
  )
}
