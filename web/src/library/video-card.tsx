import { Link } from 'wouter'
import { classNames } from '../components/class-names.ts'
import { Frame } from '../components/frame.tsx'
import { formatDate, fullDate } from '../format/date.ts'
import { languageName } from '../format/words.ts'
import { ItemTitle, MenuButton, SelectBox } from './item-parts.tsx'
import type { LibraryItemProps } from './library-item.ts'
import styles from './video-card.module.css'
import { VideoState } from './video-state.tsx'

/** A video in the grid. */
export function VideoCard(props: LibraryItemProps) {
  const { video, index, total, isSelected, isGoing, onRetry } = props
  const { id, thumbnail_url: thumbnail, has_picture: hasPicture, duration, language } = video
  return (
    <div
      role="listitem"
      aria-setsize={total}
      aria-posinset={index + 1}
      className={classNames(styles.card, isSelected && styles.selected, isGoing && styles.going)}
    >
      <div className={styles.picture}>
        <Link href={`/videos/${id}`} tabIndex={-1} aria-hidden>
          {/* Only cards near the screen are in the page. */}
          <Frame src={thumbnail} seconds={duration} hasPicture={hasPicture} isEager />
        </Link>
        <div className={styles.select}>
          <SelectBox {...props} />
        </div>
      </div>
      <div className={styles.head}>
        <ItemTitle {...props} />
        <div className={styles.menu}>
          <MenuButton {...props} />
        </div>
      </div>
      <p className={styles.facts}>
        {language !== null && `${languageName(language)}, `}
        <time dateTime={video.uploaded_at} title={fullDate(video.uploaded_at)}>
          {formatDate(video.uploaded_at)}
        </time>
      </p>
      {isGoing ? (
        <p className={styles.facts}>Will be deleted</p>
      ) : (
        <VideoState video={video} onRetry={onRetry} />
      )}
    </div>
  )
}
