import { useQuery } from '@tanstack/react-query'
import { systemQuery } from '../api/queries.ts'
import type { System } from '../api/types.ts'
import { usePageTitle } from '../app/page-title.ts'
import { ErrorNote } from '../components/error-note.tsx'
import { Models } from './models.tsx'
import { PartLine } from './part-line.tsx'
import { overallWords } from './part-words.ts'
import { QueueTable } from './queue-table.tsx'
import styles from './system-page.module.css'
import { SystemSkeleton } from './system-skeleton.tsx'

/** How each part of the system stands, and what to do where something is missing. */
export default function SystemPage() {
  usePageTitle('System')
  const { data, error, refetch } = useQuery({
    ...systemQuery(),
    refetchInterval: ({ state }) => (isMoving(state.data) ? 2000 : 15_000),
  })
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>System</h1>
        <p className={styles.overall} role="status">
          {data && overallWords(data.parts)}
        </p>
      </header>
      {error && !data && (
        <ErrorNote
          title="The system could not be asked"
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!data && !error && <SystemSkeleton />}
      {data && (
        <>
          <section aria-label="Parts">
            <ul>
              {data.parts.map((part) => (
                <PartLine key={part.name} part={part} />
              ))}
            </ul>
          </section>
          <Models models={data.models} />
          <QueueTable queue={data.queue} />
          <p className={styles.version}>
            Cuepoint {data.version},{' '}
            {data.mode === 'embedded' ? 'with a database of its own' : 'on a PostgreSQL server'}.{' '}
            <a href="/docs">The API</a>
          </p>
        </>
      )}
    </div>
  )
}

/** Something changes from second to second. */
function isMoving(system: System | undefined): boolean {
  return (
    system !== undefined &&
    (system.models.some(({ state }) => state === 'downloading') ||
      system.queue.some(({ waiting, running }) => waiting + running > 0))
  )
}
