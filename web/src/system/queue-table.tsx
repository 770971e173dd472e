import type { System } from '../api/types.ts'
import styles from './queue-table.module.css'

const names: Readonly<Record<string, string>> = {
  probe: 'Reading files',
  transcribe: 'Recognising speech',
  speakers: 'Telling speakers apart',
  chunk: 'Indexing words',
  embed: 'Indexing meaning',
  pictures: 'Making pictures',
  rendition: 'Making versions for browsers',
}

/** What is being worked on and what waits, by the kind of work. */
export function QueueTable({ queue }: { readonly queue: System['queue'] }) {
  const busy = queue.filter(({ waiting, running }) => waiting + running > 0)
  if (busy.length === 0) return null
  return (
    <section aria-labelledby="queue" className={styles.section}>
      <h2 id="queue" className={styles.title}>
        Work
      </h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col" className={styles.number}>
              Running
            </th>
            <th scope="col" className={styles.number}>
              Waiting
            </th>
          </tr>
        </thead>
        <tbody>
          {busy.map(({ name, running, waiting }) => (
            <tr key={name}>
              <th scope="row">{names[name] ?? name}</th>
              <td className={styles.number}>{running.toLocaleString('en')}</td>
              <td className={styles.number}>{waiting.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
