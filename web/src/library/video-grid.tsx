import { useRef, type ReactNode } from 'react'
import type { Video } from '../api/types.ts'
import { CardSkeleton } from './item-skeleton.tsx'
import type { LibraryFilter } from './library-filter.ts'
import { useVideosBetween } from './library-pages.ts'
import { useColumns } from './use-columns.ts'
import { useVirtualRows } from './use-virtual-rows.ts'
import styles from './video-grid.module.css'

export interface CollectionProps {
  readonly filter: LibraryFilter
  readonly total: number
  readonly isSelecting: boolean
  readonly render: (video: Video, index: number) => ReactNode
}

/** The videos as cards. Of several thousand only those near the screen exist. */
export function VideoGrid({ filter, total, isSelecting, render }: CollectionProps) {
  const list = useRef<HTMLDivElement>(null)
  const columns = useColumns(list)
  const { rows, height, placeOf, measure } = useVirtualRows(list, {
    count: Math.ceil(total / columns),
    estimatePixels: 280,
    overscan: 2,
  })
  const first = (rows[0]?.index ?? 0) * columns
  const last = Math.min(total, ((rows.at(-1)?.index ?? 0) + 1) * columns) - 1
  const at = useVideosBetween(filter, first, last)
  return (
    <div
      ref={list}
      role="list"
      aria-label="Videos"
      data-selecting={isSelecting || undefined}
      className={styles.grid}
      style={{ height }}
    >
      {rows.map((row) => (
        <div
          key={row.key}
          ref={measure}
          role="presentation"
          data-index={row.index}
          className={styles.row}
          style={{
            transform: `translateY(${placeOf(row)}px)`,
            gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          }}
        >
          {indexesOf(row.index, columns, total).map((index) => {
            const video = at(index)
            return video ? render(video, index) : <CardSkeleton key={index} />
          })}
        </div>
      ))}
    </div>
  )
}

function indexesOf(row: number, columns: number, total: number): number[] {
  const count = Math.min(columns, total - row * columns)
  return Array.from({ length: count }, (_, column) => row * columns + column)
}
