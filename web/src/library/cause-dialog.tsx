import { Link } from 'wouter'
import type { Video } from '../api/types.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import styles from './cause-dialog.module.css'
import { statusWords } from './status-words.ts'

interface CauseDialogProps {
  readonly video: Video
  readonly onRetry: () => void
  readonly onClose: () => void
}

/** What happened to a video, or what it waits for, in full; and what to do. */
export function CauseDialog({ video, onRetry, onClose }: CauseDialogProps) {
  const { kind, cause } = statusWords(video)
  if (!cause) return null
  return (
    <Dialog
      title={titles[kind]}
      onClose={onClose}
      actions={
        kind === 'failed' && (
          <form method="dialog" className={styles.actions}>
            <Button type="submit" onClick={onRetry}>
              Try again
            </Button>
          </form>
        )
      }
    >
      <p className={styles.video} dir="auto">
        {video.title}
      </p>
      <div>
        <h3>What happened</h3>
        <p dir="auto">{cause.message}</p>
      </div>
      {cause.remedy !== undefined && (
        <div>
          <h3>What to do</h3>
          <p dir="auto">{cause.remedy}</p>
        </div>
      )}
      {isAboutModels(cause.code) && (
        <p>
          <Link href="/system">The models on the System page</Link>
        </p>
      )}
    </Dialog>
  )
}

const titles = {
  failed: 'This video failed',
  waiting: 'This video waits',
  working: 'This video is in work',
  ready: 'Worth knowing',
}

function isAboutModels(code: string): boolean {
  return code.startsWith('model')
}
