import { useRef } from 'react'
import { RowSkeleton } from './item-skeleton.tsx'
import { useVideosBetween } from './library-pages.ts'
import { ListHead } from './list-head.tsx'
import type { LibraryFilter } from './library-filter.ts'
import { useVirtualRows } from './use-virtual-rows.ts'
import type { CollectionProps } from './video-grid.tsx'
import styles from './video-table.module.css'

interface VideoTableProps extends CollectionProps {
  readonly onFilter: (filter: LibraryFilter) => void
}

/** The videos as a dense list with columns to sort by. */
export function VideoTable({ filter, total, render, onFilter }: VideoTableProps) {
  const body = useRef<HTMLDivElement>(null)
  const { rows, height, placeOf, measure } = useVirtualRows(body, {
    count: total,
    estimatePixels: 57,
    overscan: 8,
  })
  const at = useVideosBetween(filter, rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0)
  return (
    <div role="table" aria-label="Videos" aria-rowcount={total + 1}>
      <div role="rowgroup" className={styles.head}>
        <ListHead filter={filter} onFilter={onFilter} />
      </div>
      <div ref={body} role="rowgroup" className={styles.body} style={{ height }}>
        {rows.map((row) => {
          const video = at(row.index)
          return (
            <div
              key={row.key}
              ref={measure}
              role="presentation"
              data-index={row.index}
              className={styles.row}
              style={{ transform: `translateY(${placeOf(row)}px)` }}
            >
              {video ? render(video, row.index) : <RowSkeleton />}
            </div>
          )
        })}
      </div>
    </div>
  )
}
