import { Skeleton } from '../components/skeleton.tsx'
import result from './result.module.css'
import styles from './results-skeleton.module.css'

/** The shape of three results. */
export function ResultsSkeleton() {
  return (
    <div className={styles.list}>
      <span className="visually-hidden">Searching</span>
      {[0, 1, 2].map((index) => (
        <div key={index} className={styles.group}>
          <Skeleton width="14rem" height="1rem" />
          <Skeleton height="2px" />
          <div className={result.result}>
            <Skeleton height="auto" className={styles.picture} />
            <span className={styles.words}>
              <Skeleton height="1.1rem" />
              <Skeleton height="1.1rem" width="94%" />
              <Skeleton height="1.1rem" width="60%" />
            </span>
          </div>
        </div>
      ))}
    </div>
  )
}
