import { Skeleton } from '../components/skeleton.tsx'
import card from './video-card.module.css'
import row from './video-row.module.css'

/** The shape of a card whose page is on the way. */
export function CardSkeleton() {
  return (
    <div role="listitem" className={card.card}>
      <div className={card.picture}>
        <Skeleton height="auto" className={card.plate} />
      </div>
      <Skeleton width="80%" />
      <Skeleton width="40%" />
    </div>
  )
}

export function RowSkeleton() {
  return (
    <div role="row" className={row.row}>
      <div role="cell" />
      <div role="cell" className={row.picture}>
        <Skeleton height="auto" className={card.plate} />
      </div>
      <div role="cell" className={row.title}>
        <Skeleton width="60%" />
      </div>
      <div role="cell" className={row.length}>
        <Skeleton width="100%" />
      </div>
    </div>
  )
}
