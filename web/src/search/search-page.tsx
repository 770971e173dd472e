import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { statsQuery } from '../api/queries.ts'
import { usePageTitle } from '../app/page-title.ts'
import { Home } from './home.tsx'
import { Results } from './results.tsx'
import { SearchBox } from './search-box.tsx'
import { focusMoment } from './walk-moments.ts'
import { useSearchText } from './use-search-text.ts'

/** From a vague memory to the second where it was said. */
export default function SearchPage() {
  const search = useSearchText()
  const { address } = search
  const stats = useQuery(statsQuery())
  const page = useRef<HTMLDivElement>(null)
  const hasQuery = address.q.trim() !== ''
  usePageTitle(hasQuery ? address.q.trim() : null)

  return (
    <div ref={page}>
      <h1 className="visually-hidden">{hasQuery ? 'Search results' : 'Search what was said'}</h1>
      <SearchBox
        text={search.text}
        isDocked={hasQuery}
        onType={search.type}
        onCommit={() => {
          search.commit()
          focusMoment(page.current, 'first')
        }}
        onDown={() => focusMoment(page.current, 'first')}
      />
      {hasQuery ? (
        <Results search={search} stats={stats.data} />
      ) : (
        <Home stats={stats.data} error={stats.error} onRetry={() => void stats.refetch()} />
      )}
    </div>
  )
}
