import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import styles from './error-note.module.css'

interface ErrorNoteProps {
  /** What was being done, e.g. "The video could not be opened". */
  readonly title: string
  /** An `ApiError`, a cause of the API, or anything else that was thrown. */
  readonly error: unknown
  readonly onRetry?: (() => void) | undefined
  readonly children?: ReactNode
}

/** What happened, and the next step. */
export function ErrorNote({ title, error, onRetry, children }: ErrorNoteProps) {
  const { message, remedy } = wordsOf(error)
  return (
    <div role="alert" className={styles.note}>
      <CircleAlert aria-hidden className={styles.icon} />
      <div className={styles.words}>
        <h2 className={styles.title}>{title}</h2>
        <p dir="auto">{message}</p>
        {remedy && (
          <p className={styles.remedy} dir="auto">
            {remedy}
          </p>
        )}
        {children}
        {onRetry && (
          <div className={styles.actions}>
            <Button onClick={onRetry}>Try again</Button>
          </div>
        )}
      </div>
    </div>
  )
}

function wordsOf(error: unknown): { message: string; remedy: string | undefined } {
  if (typeof error !== 'object' || error === null)
    return { message: String(error), remedy: undefined }
  const message: unknown = Reflect.get(error, 'message')
  const remedy: unknown = Reflect.get(error, 'remedy')
  return {
    message: typeof message === 'string' && message !== '' ? message : 'Something went wrong.',
    remedy: typeof remedy === 'string' ? remedy : undefined,
  }
}
