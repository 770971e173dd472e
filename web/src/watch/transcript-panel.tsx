import type { ReactNode } from 'react'
import { ApiError } from '../api/api-error.ts'
import type { Transcript, Video } from '../api/types.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorNote } from '../components/error-note.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { statusLine } from '../library/status-words.ts'
import { FindBar } from './find-bar.tsx'
import type { Span } from './quotation.ts'
import { TranscriptText } from './transcript-text.tsx'
import styles from './transcript-panel.module.css'
import type { Found } from './use-found.ts'

interface TranscriptPanelProps {
  readonly video: Video
  readonly transcript: Transcript | undefined
  readonly error: Error | null
  readonly found: Found
  readonly query: string
  readonly startAt: number | null
  readonly span: Span | null
  /** Scrolls with the text, above it. */
  readonly head: ReactNode
  readonly onQuery: (query: string) => void
  readonly onSeek: (second: number) => void
  readonly onWalk: (step: number) => void
}

/** What is said, as a text to read, with a search of its own. */
export function TranscriptPanel(props: TranscriptPanelProps) {
  const { video, transcript, error, found, query, head, onQuery, onWalk } = props
  const hasWords = transcript !== undefined && transcript.segments.length > 0
  return (
    <section aria-label="Transcript" className={styles.panel}>
      {hasWords && <FindBar query={query} found={found} onQuery={onQuery} onWalk={onWalk} />}
      {hasWords ? (
        <TranscriptText
          video={video}
          transcript={transcript}
          found={found}
          startAt={props.startAt}
          span={props.span}
          head={head}
          onSeek={props.onSeek}
        />
      ) : (
        <div className={styles.without}>
          {head}
          <div className={styles.words}>
            <Wordless video={video} transcript={transcript} error={error} />
          </div>
        </div>
      )}
    </section>
  )
}

function Wordless({
  video,
  transcript,
  error,
}: Pick<TranscriptPanelProps, 'video' | 'transcript' | 'error'>) {
  const { status } = video
  if (!transcript && !error) {
    return (
      <div className={styles.loading}>
        <span className="visually-hidden">Loading the transcript</span>
        {[96, 100, 88, 97, 60].map((width) => (
          <Skeleton key={width} width={`${width}%`} height="1rem" />
        ))}
      </div>
    )
  }
  if (status.status === 'queued' || status.status === 'processing') {
    return (
      <EmptyState title="No words yet">
        <p>{statusLine(video)}. They appear here as they are recognised.</p>
      </EmptyState>
    )
  }
  if (error && !(error instanceof ApiError && error.code === 'no-transcript')) {
    return <ErrorNote title="The transcript could not be read" error={error} />
  }
  return (
    <EmptyState title={status.status === 'failed' ? 'No words yet' : 'No speech was found'}>
      {status.notes.map(({ code, message }) => (
        <p key={code}>{message}</p>
      ))}
    </EmptyState>
  )
}
