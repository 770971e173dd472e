import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useState } from 'react'
import { useStore } from '../app/store.ts'
import { IconButton } from '../components/icon-button.tsx'
import { counted } from '../format/words.ts'
import { ProgressLine } from '../components/progress-line.tsx'
import { TrayRow } from './tray-row.tsx'
import styles from './tray.module.css'
import { isOver, type Upload } from './upload.ts'
import { summarise } from './upload-words.ts'
import { uploads } from './uploads.ts'
import { useSpokenProgress } from './use-spoken-progress.ts'

/** Nobody reads further, and the page stays quick when ten thousand files are dropped. */
const mostRows = 100

/** What is being uploaded, at the corner of every page. */
export function Tray() {
  const all = useStore(uploads.store, (state) => state.uploads)
  const [isOpen, setOpen] = useState(true)
  const { title, detail, share, isUnderWay } = summarise(all)
  useSpokenProgress(all)
  const rows = inOrderOfInterest(all)
  return (
    <section className={styles.tray} aria-label="Uploads">
      <header className={styles.head}>
        <div className={styles.summary}>
          <h2 className={styles.title}>{title}</h2>
          {detail !== null && <p className={styles.detail}>{detail}</p>}
        </div>
        <IconButton
          label={isOpen ? 'Fold the uploads' : 'Unfold the uploads'}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? <ChevronDown /> : <ChevronUp />}
        </IconButton>
        {all.some(isOver) && (
          <IconButton label="Clear what is finished" onClick={uploads.clearFinished}>
            <X />
          </IconButton>
        )}
      </header>
      {isUnderWay && <ProgressLine label="All uploads" share={share} />}
      {isOpen && (
        <ul className={styles.list} tabIndex={rows.length > 4 ? 0 : undefined} aria-label="Files">
          {rows.slice(0, mostRows).map((upload) => (
            <TrayRow key={upload.id} upload={upload} />
          ))}
          {rows.length > mostRows && (
            <li className={styles.more}>and {counted(rows.length - mostRows, 'more file')}</li>
          )}
        </ul>
      )}
    </section>
  )
}

const interest: Readonly<Record<Upload['state']['kind'], number>> = {
  failed: 0,
  sending: 1,
  finishing: 1,
  'waiting-for-file': 2,
  paused: 2,
  queued: 3,
  done: 4,
}

function inOrderOfInterest(all: readonly Upload[]): Upload[] {
  return all.toSorted((a, b) => interest[a.state.kind] - interest[b.state.kind] || a.id - b.id)
}
