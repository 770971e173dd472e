import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answerOf, api } from '../api/client.ts'
import type { Video } from '../api/types.ts'
import { ErrorNote } from '../components/error-note.tsx'
import { statusLine } from '../library/status-words.ts'
import styles from './status-note.module.css'

/** How far the work on the video is, why it failed, or what is worth knowing of it. */
export function StatusNote({ video }: { readonly video: Video }) {
  const client = useQueryClient()
  const retry = useMutation({
    mutationFn: () =>
      answerOf(api.POST('/videos/{id}/retry', { params: { path: { id: video.id } }, body: {} })),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['video', video.id] }),
  })
  const { status, error, waiting, notes } = video.status
  if (status === 'failed') {
    return (
      <ErrorNote
        title="This video could not be processed"
        error={retry.error ?? error}
        onRetry={retry.isPending ? undefined : () => retry.mutate()}
      />
    )
  }
  const causes = waiting ? [waiting, ...notes] : notes
  return (
    <>
      {status !== 'ready' && (
        <p className={styles.line} role="status">
          {statusLine(video)}
        </p>
      )}
      {causes.map(({ code, message, remedy }) => (
        <p key={code} className={styles.note} dir="auto">
          {message} {remedy}
        </p>
      ))}
    </>
  )
}
