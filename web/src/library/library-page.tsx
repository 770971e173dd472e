import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useSearchParams } from 'wouter'
import { statsQuery } from '../api/queries.ts'
import { usePageTitle } from '../app/page-title.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorNote } from '../components/error-note.tsx'
import { counted } from '../format/words.ts'
import { ChooseFiles } from '../uploads/choose-files.tsx'
import { FirstVideos } from '../uploads/first-videos.tsx'
import { isFiltered, readFilter, writeFilter, type LibraryFilter } from './library-filter.ts'
import styles from './library-page.module.css'
import { useFirstPage } from './library-pages.ts'
import { LibrarySkeleton } from './library-skeleton.tsx'
import { Shelf } from './shelf.tsx'

/** Every video of the library. */
export default function LibraryPage() {
  usePageTitle('Library')
  const [params, setParams] = useSearchParams()
  const filter = readFilter(params)
  const { data, error, isPending, isPlaceholderData, refetch } = useFirstPage(filter)
  const stats = useQuery(statsQuery())
  const isEmpty = data?.total === 0 && !isFiltered(filter)

  const changeFilter = useCallback(
    (changed: LibraryFilter) => {
      setParams(writeFilter(changed), { replace: true })
      window.scrollTo({ top: 0 })
    },
    [setParams],
  )

  return (
    <>
      <header className={styles.head}>
        <div>
          <h1 className={styles.title}>Library</h1>
          <p className={styles.count} role="status">
            {data && !isEmpty && !isPlaceholderData && wordsOf(data.total, filter)}
          </p>
        </div>
        {data && !isEmpty && (
          <div className={styles.add}>
            <ChooseFiles isFolder className={styles.folder}>
              Add a folder
            </ChooseFiles>
            <ChooseFiles tone="primary">Add videos</ChooseFiles>
          </div>
        )}
      </header>
      {isPending && <LibrarySkeleton />}
      {error && !data && (
        <ErrorNote
          title="The library could not be opened"
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {isEmpty && <FirstVideos samplesAvailable={stats.data?.samples_available ?? false} />}
      {data && !isEmpty && (
        <Shelf
          filter={filter}
          total={data.total}
          isOutdated={isPlaceholderData}
          onFilter={changeFilter}
        >
          <EmptyState
            title="No video passes this filter"
            actions={
              <Button onClick={() => changeFilter({ ...filter, text: '', status: null })}>
                Show all videos
              </Button>
            }
          >
            <p>{filterWords(filter)}</p>
          </EmptyState>
        </Shelf>
      )}
    </>
  )
}

function wordsOf(total: number, filter: LibraryFilter): string {
  return isFiltered(filter) ? `${counted(total, 'video')} of this filter` : counted(total, 'video')
}

function filterWords({ text, status }: LibraryFilter): string {
  if (text === '') return 'There is none in this state.'
  const where = 'No title and no file name has'
  return status === null ? `${where} “${text}” in it.` : `${where} “${text}” in it, in this state.`
}
