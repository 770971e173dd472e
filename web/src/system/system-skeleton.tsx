import { Skeleton } from '../components/skeleton.tsx'
import styles from './part-line.module.css'

/** The shape of the parts. */
export function SystemSkeleton() {
  return (
    <div>
      <p className="visually-hidden" role="status">
        Asking the system
      </p>
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} className={styles.part}>
          <Skeleton width="1.125rem" height="1.125rem" />
          <Skeleton width="8rem" />
          <Skeleton width="60%" />
        </div>
      ))}
    </div>
  )
}
