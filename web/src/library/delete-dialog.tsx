import { useState } from 'react'
import type { Video } from '../api/types.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { formatBytes } from '../format/bytes.ts'
import { counted } from '../format/words.ts'
import styles from './delete-dialog.module.css'

interface DeleteDialogProps {
  readonly videos: readonly Video[]
  /** It was answered, or closed without an answer. */
  readonly onEnd: (isAgreed: boolean) => void
}

const mostNames = 5

/** Asks once, and names what goes. */
export function DeleteDialog({ videos, onEnd }: DeleteDialogProps) {
  const [isAgreed, setAgreed] = useState(false)
  const bytes = videos.reduce((sum, { size_bytes: size }) => sum + (size ?? 0), 0)
  const isOne = videos.length === 1
  return (
    <Dialog
      title={isOne ? 'Delete this video?' : `Delete ${counted(videos.length, 'video')}?`}
      onClose={() => onEnd(isAgreed)}
      actions={
        <form method="dialog" className={styles.actions}>
          <Button type="submit">Keep</Button>
          <Button type="submit" tone="danger" onClick={() => setAgreed(true)}>
            Delete
          </Button>
        </form>
      }
    >
      <ul className={styles.names}>
        {videos.slice(0, mostNames).map(({ id, title }) => (
          <li key={id} dir="auto" className={styles.name}>
            {title}
          </li>
        ))}
        {videos.length > mostNames && <li>and {counted(videos.length - mostNames, 'more')}</li>}
      </ul>
      <p className={styles.text}>
        {bytes > 0
          ? `What goes: the ${isOne ? 'file' : 'files'} here (${formatBytes(bytes)}), with transcript, pictures and all that search finds by.`
          : 'What goes: transcript, pictures and all that search finds by. The video itself lives elsewhere and stays.'}{' '}
        For some seconds it can be undone.
      </p>
    </Dialog>
  )
}
