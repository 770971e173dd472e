import grid from './video-grid.module.css'
import { CardSkeleton } from './item-skeleton.tsx'
import styles from './library-skeleton.module.css'

/** The shape of the first videos. */
export function LibrarySkeleton() {
  return (
    <div className={grid.grid}>
      <p className="visually-hidden" role="status">
        Loading the videos
      </p>
      <div className={styles.cards} aria-hidden>
        {Array.from({ length: 12 }, (_, index) => (
          <CardSkeleton key={index} />
        ))}
      </div>
    </div>
  )
}
