import { Link } from 'wouter'
import { classNames } from '../components/class-names.ts'
import { Frame } from '../components/frame.tsx'
import { formatDate, fullDate } from '../format/date.ts'
import { formatTime, isoDuration } from '../format/time.ts'
import { languageName } from '../format/words.ts'
import { ItemTitle, MenuButton, SelectBox } from './item-parts.tsx'
import type { LibraryItemProps } from './library-item.ts'
import styles from './video-row.module.css'
import { VideoState } from './video-state.tsx'

/** A video in the list. */
export function VideoRow(props: LibraryItemProps) {
  const { video, index, isSelected, isGoing, onRetry } = props
  const { id, thumbnail_url: thumbnail, has_picture: hasPicture, duration, language } = video
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={classNames(styles.row, isSelected && styles.selected, isGoing && styles.going)}
    >
      <div role="cell">
        <SelectBox {...props} />
      </div>
      <div role="cell" className={styles.picture}>
        <Link href={`/videos/${id}`} tabIndex={-1} aria-hidden>
          <Frame src={thumbnail} hasPicture={hasPicture} />
        </Link>
      </div>
      <div role="cell" className={styles.title}>
        <ItemTitle {...props} />
      </div>
      <div role="cell" className={styles.length}>
        {duration !== null && <time dateTime={isoDuration(duration)}>{formatTime(duration)}</time>}
      </div>
      <div role="cell" className={styles.language}>
        {language !== null && languageName(language)}
      </div>
      <div role="cell" className={styles.added}>
        <time dateTime={video.uploaded_at} title={fullDate(video.uploaded_at)}>
          {formatDate(video.uploaded_at)}
        </time>
      </div>
      <div role="cell" className={styles.state}>
        {isGoing ? 'Will be deleted' : <VideoState video={video} onRetry={onRetry} saysReady />}
      </div>
      <div role="cell">
        <MenuButton {...props} />
      </div>
    </div>
  )
}
