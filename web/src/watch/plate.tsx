import type { Video } from '../api/types.ts'
import { ButtonLink } from '../components/button.tsx'
import { formatTime } from '../format/time.ts'
import styles from './plate.module.css'

interface PlateProps {
  readonly video: Video
  /** Where the reader wants to begin, in seconds. */
  readonly at: number
  readonly isBroken: boolean
}

/** Stands where the picture would be when there is nothing to play here. */
export default function Plate({ video, at, isBroken }: PlateProps) {
  return (
    <div className={styles.plate}>
      <p className={styles.title} dir="auto">
        {video.title}
      </p>
      <p className={styles.words}>{wordsFor(video, isBroken)}</p>
      {video.url !== null && (
        <ButtonLink href={placeIn(video.url, at)} target="_blank" rel="noreferrer">
          Open it there{at > 0 && `, at ${formatTime(at)}`}
        </ButtonLink>
      )}
      {isBroken && video.media_url !== null && (
        <ButtonLink href={`${video.media_url}?download=1`} download>
          Download the file
        </ButtonLink>
      )}
    </div>
  )
}

function wordsFor({ origin, url, status }: Video, isBroken: boolean): string {
  if (origin === 'external') {
    return url === null
      ? 'Only the words of this video are here.'
      : 'This video lives somewhere else; its words are here.'
  }
  if (isBroken) return 'This browser cannot play the file.'
  if (status.status === 'failed') return 'There is nothing to play.'
  return 'A version that browsers can play is being made.'
}

/** Media fragments (W3C) are understood by files; players of pages ignore them. */
function placeIn(url: string, at: number): string {
  return at > 0 && !url.includes('#') ? `${url}#t=${Math.floor(at)}` : url
}
