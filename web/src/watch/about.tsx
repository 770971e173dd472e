import { ArrowLeft } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Video } from '../api/types.ts'
import { Button } from '../components/button.tsx'
import { formatDate } from '../format/date.ts'
import { formatDuration } from '../format/time.ts'
import { languageName } from '../format/words.ts'
import styles from './about.module.css'
import { CopyLink } from './copy-link.tsx'
import { Downloads } from './downloads.tsx'
import { StatusNote } from './status-note.tsx'
import { goBack } from './use-watch-keys.ts'

interface AboutProps {
  readonly video: Video
  readonly query: string
  readonly at: number
}

/** What the video is, and what can be taken along. */
export function About({ video, query, at }: AboutProps) {
  const [, navigate] = useLocation()
  const { title, duration, language, transcript } = video
  return (
    <div className={styles.about}>
      {query !== '' && (
        <Button tone="quiet" className={styles.back} onClick={() => goBack(query, navigate)}>
          <ArrowLeft aria-hidden />
          Results
        </Button>
      )}
      <h1 className={styles.title} dir="auto">
        {title}
      </h1>
      <p className={styles.facts}>
        {duration !== null && <span>{formatDuration(duration)}</span>}
        {language !== null && <span>{languageName(language)}</span>}
        <span>added {formatDate(video.uploaded_at)}</span>
        {transcript && <span>{sources[transcript.source]}</span>}
      </p>
      <StatusNote video={video} />
      <div className={styles.actions}>
        {(transcript ?? video.media_url) !== null && <CopyLink videoId={video.id} at={at} />}
        <Downloads video={video} />
      </div>
    </div>
  )
}

const sources: Readonly<Record<NonNullable<Video['transcript']>['source'], string>> = {
  captions: 'words from captions',
  speech: 'words by speech recognition',
  import: 'words imported',
}
