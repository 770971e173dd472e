import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useRef, useState, type ReactNode } from 'react'
import type { Video } from '../api/types.ts'
import { recall, remember } from '../app/memory.ts'
import { useStore } from '../app/store.ts'
import { classNames } from '../components/class-names.ts'
import { useShortcuts } from '../keyboard/shortcuts.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { deleteLater, deletions, keepVideo } from './deletions.ts'
import { exportTranscripts } from './export-transcripts.ts'
import { FilterBar, type View } from './filter-bar.tsx'
import type { LibraryFilter } from './library-filter.ts'
import { allVideos } from './library-pages.ts'
import { SelectionBar } from './selection-bar.tsx'
import styles from './shelf.module.css'
import { useSelection } from './use-selection.ts'
import { useVideoActions } from './use-video-actions.ts'
import { VideoCard } from './video-card.tsx'
import { VideoGrid } from './video-grid.tsx'
import { VideoRow } from './video-row.tsx'
import { VideoTable } from './video-table.tsx'

const VideoMenu = lazy(() => import('./video-menu.tsx'))

interface ShelfProps {
  readonly filter: LibraryFilter
  readonly total: number
  /** What is shown belongs to the filter before. */
  readonly isOutdated: boolean
  readonly onFilter: (filter: LibraryFilter) => void
  /** Stands in the place of the videos when none passes the filter. */
  readonly children: ReactNode
}

const viewName = 'cuepoint.library.view'

/** The videos, and everything that is done with them. */
export function Shelf({ filter, total, isOutdated, onFilter, children }: ShelfProps) {
  const client = useQueryClient()
  const actions = useVideoActions()
  const selection = useSelection()
  const going = useStore(deletions, ({ ids }) => ids)
  const [view, setView] = useState<View>(() => (recall(viewName) === 'list' ? 'list' : 'grid'))
  const [menu, setMenu] = useState<{ video: Video; anchor: Element } | null>(null)
  const [renaming, setRenaming] = useState<string | null>(null)
  const [deleting, setDeleting] = useState<{ videos: readonly Video[]; from: Element | null }>()
  const box = useRef<HTMLInputElement>(null)
  const selected = [...selection.videos.values()].filter(({ id }) => !going.has(id))

  useShortcuts('Library', [
    { keys: ['/'], does: 'Filter the videos', run: () => box.current?.focus() },
    ...(selected.length > 0
      ? [
          { keys: ['Escape'], does: 'Select nothing', run: selection.clear },
          { keys: ['Delete'], does: 'Delete what is selected', run: () => askToDelete(selected) },
        ]
      : []),
  ])

  function askToDelete(videos: readonly Video[]): void {
    setDeleting({ videos, from: document.activeElement })
  }

  const Item = view === 'grid' ? VideoCard : VideoRow
  const collection = {
    filter,
    total,
    isSelecting: selected.length > 0,
    render: (video: Video, index: number) => (
      <Item
        key={video.id}
        video={video}
        index={index}
        total={total}
        isSelected={selection.videos.has(video.id)}
        isRenaming={renaming === video.id}
        isGoing={going.has(video.id)}
        isMenuOpen={menu?.video.id === video.id}
        onSelect={(isSelected) => selection.select(video, isSelected)}
        onKeep={() => keepVideo(video.id)}
        onMenu={(anchor) => setMenu({ video, anchor })}
        onRename={(title) => void actions.rename(video, title)}
        onRenameStart={() => setRenaming(video.id)}
        onRenameEnd={() => setRenaming(null)}
        onRetry={() => void actions.retry(video)}
      />
    ),
  }

  return (
    <>
      <div className={styles.toolbar}>
        {selected.length > 0 ? (
          <SelectionBar
            count={selected.length}
            total={total}
            onSelectAll={() => void allVideos(filter, client).then(selection.selectMany)}
            onExport={(extension) => void exportTranscripts(selected, extension)}
            onProcessAgain={() => {
              void actions.processAgain(selected)
              selection.clear()
            }}
            onDelete={() => askToDelete(selected)}
            onClear={selection.clear}
          />
        ) : (
          <FilterBar
            filter={filter}
            view={view}
            box={box}
            onFilter={onFilter}
            onView={(chosen) => {
              setView(chosen)
              remember(viewName, chosen)
            }}
          />
        )}
      </div>
      <div
        className={classNames(styles.videos, isOutdated && styles.outdated)}
        aria-busy={isOutdated}
      >
        {total === 0 && children}
        {total > 0 && view === 'grid' && <VideoGrid {...collection} />}
        {total > 0 && view === 'list' && <VideoTable {...collection} onFilter={onFilter} />}
      </div>
      {menu && (
        <Suspense fallback={null}>
          <VideoMenu
            video={menu.video}
            anchor={menu.anchor}
            actions={actions}
            onClose={() => setMenu(null)}
            onRename={() => setRenaming(menu.video.id)}
            onDelete={() => setDeleting({ videos: [menu.video], from: menu.anchor })}
          />
        </Suspense>
      )}
      {deleting && (
        <DeleteDialog
          videos={deleting.videos}
          onEnd={(isAgreed) => {
            setDeleting(undefined)
            if (deleting.from instanceof HTMLElement) deleting.from.focus()
            if (!isAgreed) return
            selection.clear()
            deleteLater(deleting.videos)
          }}
        />
      )}
    </>
  )
}
