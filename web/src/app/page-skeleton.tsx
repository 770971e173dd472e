import { Skeleton } from '../components/skeleton.tsx'
import styles from './page-skeleton.module.css'

/** While the code of a page is on its way, which is rarely seen. */
export function PageSkeleton() {
  return (
    <div className={styles.page}>
      <Skeleton width="min(32rem, 80%)" height="2.5rem" />
      <Skeleton width="min(44rem, 100%)" height="1rem" />
      <Skeleton width="min(40rem, 90%)" height="1rem" />
    </div>
  )
}
