import { lazy, Suspense } from 'react'
import { Link, Route, Switch, useLocation } from 'wouter'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { PageSkeleton } from './page-skeleton.tsx'

const SearchPage = lazy(() => import('../search/search-page.tsx'))
const LibraryPage = lazy(() => import('../library/library-page.tsx'))
const WatchPage = lazy(() => import('../watch/watch-page.tsx'))
const SystemPage = lazy(() => import('../system/system-page.tsx'))

/** Which address shows which page. Each page is loaded when it is first opened. */
export function Router() {
  const [path] = useLocation()
  return (
    <ErrorBoundary key={path}>
      <Suspense fallback={<PageSkeleton />}>
        <Switch>
          <Route path="/" component={SearchPage} />
          <Route path="/library" component={LibraryPage} />
          <Route path="/videos/:id">{({ id }) => <WatchPage key={id} id={id} />}</Route>
          <Route path="/system" component={SystemPage} />
          <Route>
            <EmptyState title="There is no page here">
              <p>
                The address may be mistyped. <Link href="/">Search</Link> or look into the{' '}
                <Link href="/library">library</Link>.
              </p>
            </EmptyState>
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  )
}
