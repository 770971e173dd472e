import { X } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { IconButton } from '../components/icon-button.tsx'
import styles from './notice-area.module.css'
import { dismiss, notices } from './notices.ts'
import { useStore } from './store.ts'

/** Where short messages appear, and the live region that reads them out. */
export function NoticeArea() {
  const shown = useStore(notices, (state) => state.notices)
  const announcement = useStore(notices, (state) => state.announcement)
  return (
    <>
      <p className="visually-hidden" role="status">
        {announcement}
      </p>
      <div className={styles.area} role="status" aria-label="Messages">
        {shown.map(({ id, text, action }) => (
          <div key={id} className={styles.notice}>
            <span>{text}</span>
            {action && (
              <Button tone="inverse" onClick={action.run}>
                {action.label}
              </Button>
            )}
            <IconButton label="Dismiss" onClick={() => dismiss(id)} tone="inverse">
              <X />
            </IconButton>
          </div>
        ))}
      </div>
    </>
  )
}
