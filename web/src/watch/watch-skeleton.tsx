import { Skeleton } from '../components/skeleton.tsx'
import page from './watch-page.module.css'
import styles from './watch-skeleton.module.css'

/** The shape of the page: a picture, and paragraphs beside it. */
export function WatchSkeleton() {
  return (
    <div className={page.page}>
      <span className="visually-hidden">Loading the video</span>
      <div className={page.left}>
        <Skeleton height="auto" className={styles.picture} />
        <div className={page.about}>
          <Skeleton width="60%" height="1.5rem" />
        </div>
      </div>
      <div className={styles.text}>
        {[96, 100, 88, 97, 60, 92, 99, 71].map((width) => (
          <Skeleton key={width} width={`${width}%`} height="1rem" />
        ))}
      </div>
    </div>
  )
}
