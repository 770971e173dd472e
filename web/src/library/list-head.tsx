import { ArrowDown, ArrowUp } from 'lucide-react'
import { sortedBy, type LibraryFilter, type Sort } from './library-filter.ts'
import styles from './video-row.module.css'

interface ListHeadProps {
  readonly filter: LibraryFilter
  readonly onFilter: (filter: LibraryFilter) => void
}

/** The head of the list: a click on a column sorts by it. */
export function ListHead({ filter, onFilter }: ListHeadProps) {
  const sortable = (sort: Sort, name: string, className?: string) => {
    const isSorted = filter.sort === sort
    const Arrow = filter.order === 'asc' ? ArrowUp : ArrowDown
    return (
      <div
        role="columnheader"
        aria-sort={!isSorted ? 'none' : filter.order === 'asc' ? 'ascending' : 'descending'}
        className={className}
      >
        <button
          type="button"
          className={styles.sort}
          onClick={() => onFilter(sortedBy(filter, sort))}
        >
          {name}
          {isSorted && <Arrow aria-hidden />}
        </button>
      </div>
    )
  }
  return (
    <div role="row" aria-rowindex={1} className={styles.head}>
      <div role="columnheader">
        <span className="visually-hidden">Selected</span>
      </div>
      <div role="columnheader" className={styles.picture}>
        <span className="visually-hidden">Picture</span>
      </div>
      {sortable('title', 'Title', styles.title)}
      {sortable('duration', 'Length', styles.length)}
      <div role="columnheader" className={styles.language}>
        Language
      </div>
      {sortable('uploaded_at', 'Added', styles.added)}
      <div role="columnheader" className={styles.state}>
        State
      </div>
      <div role="columnheader">
        <span className="visually-hidden">More</span>
      </div>
    </div>
  )
}
