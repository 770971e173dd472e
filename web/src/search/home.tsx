import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Link } from 'wouter'
import { videosQuery } from '../api/queries.ts'
import type { Stats, Video } from '../api/types.ts'
import { ErrorNote } from '../components/error-note.tsx'
import { Frame } from '../components/frame.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { formatDuration } from '../format/time.ts'
import { counted } from '../format/words.ts'
import styles from './home.module.css'

// It brings the uploads along.
const FirstVideos = lazy(async () => ({
  default: (await import('../uploads/first-videos.tsx')).FirstVideos,
}))

interface HomeProps {
  readonly stats: Stats | undefined
  readonly error: Error | null
  readonly onRetry: () => void
}

/** The search page without a query: what there is to search. */
export function Home({ stats, error, onRetry }: HomeProps) {
  const newest = useQuery({
    ...videosQuery({ limit: 6, sort: 'uploaded_at', order: 'desc' }),
    enabled: stats !== undefined && stats.videos > 0,
  })
  if (error) {
    return (
      <div className={styles.below}>
        <ErrorNote title="The library could not be opened" error={error} onRetry={onRetry} />
      </div>
    )
  }
  if (!stats) {
    return (
      <div className={styles.below}>
        <Skeleton width="16rem" />
      </div>
    )
  }
  if (stats.videos === 0) {
    return (
      <Suspense>
        <FirstVideos samplesAvailable={stats.samples_available} />
      </Suspense>
    )
  }
  return (
    <>
      <p className={styles.facts}>{factsOf(stats)}</p>
      <section aria-label="Newest videos" className={styles.newest}>
        <h2 className={styles.title}>Newest</h2>
        <ul className={styles.strip}>
          {newest.data?.videos.map((video) => (
            <li key={video.id}>
              <NewVideo video={video} />
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

function NewVideo({ video }: { readonly video: Video }) {
  const { status } = video
  return (
    <Link href={`/videos/${video.id}`} className={styles.video}>
      <Frame
        src={video.thumbnail_url}
        hasPicture={video.has_picture}
        seconds={video.duration}
        isEager
      />
      <span className={styles.name} dir="auto">
        {video.title}
      </span>
      {status.status === 'failed' && <span className={styles.state}>Failed</span>}
      {(status.status === 'queued' || status.status === 'processing') && (
        <span className={styles.state}>In progress</span>
      )}
    </Link>
  )
}

/** "42 videos, 31 h 12 min, all searchable". */
function factsOf({ videos, duration, in_progress: inProgress, failed }: Stats): string {
  const parts = [counted(videos, 'video'), formatDuration(duration)]
  if (inProgress > 0) parts.push(`${inProgress.toLocaleString('en')} in progress`)
  if (failed > 0) parts.push(`${failed.toLocaleString('en')} failed`)
  if (inProgress + failed === 0) parts.push('all searchable')
  return parts.join(', ')
}
