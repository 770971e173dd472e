import { useQuery } from '@tanstack/react-query'
import { MediaProvider } from 'media-chrome/react/media-store'
import { Link } from 'wouter'
import { ApiError } from '../api/api-error.ts'
import { videoQuery } from '../api/queries.ts'
import { usePageTitle } from '../app/page-title.ts'
import { ButtonLink } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorNote } from '../components/error-note.tsx'
import { WatchSkeleton } from './watch-skeleton.tsx'
import { Watch } from './watch.tsx'
import styles from './watch-page.module.css'

/** One video: the picture, and what is said in it as a text to read. */
export default function WatchPage({ id }: { readonly id: string }) {
  const { data: video, error, refetch } = useQuery(videoQuery(id))
  usePageTitle(video?.title ?? null)

  if (error && !video) {
    return (
      <div className={styles.alone}>
        {error instanceof ApiError && [400, 404].includes(error.status) ? (
          <EmptyState
            title="This video is not here"
            actions={
              <Link href="/library" asChild>
                <ButtonLink>Look into the library</ButtonLink>
              </Link>
            }
          >
            <p>It may have been deleted, or the address is not complete.</p>
          </EmptyState>
        ) : (
          <ErrorNote
            title="The video could not be opened"
            error={error}
            onRetry={() => void refetch()}
          />
        )}
      </div>
    )
  }
  if (!video) return <WatchSkeleton />
  return (
    <MediaProvider>
      <Watch video={video} />
    </MediaProvider>
  )
}
