import type { ListParams } from '../api/types.ts'

export type Sort = NonNullable<ListParams['sort']>
export type State = NonNullable<ListParams['status']>

/** Which videos are shown, and in which order; it stands in the address. */
export interface LibraryFilter {
  readonly text: string
  readonly status: State | null
  readonly sort: Sort
  readonly order: 'asc' | 'desc'
}

const states: readonly State[] = ['ready', 'processing', 'queued', 'failed']
/** What somebody means who sorts by it the first time. */
const firstOrder: Readonly<Record<Sort, 'asc' | 'desc'>> = {
  uploaded_at: 'desc',
  title: 'asc',
  duration: 'desc',
}

export function readFilter(params: URLSearchParams): LibraryFilter {
  const status = params.get('status')
  const named = params.get('sort')
  const sort = named === 'title' || named === 'duration' ? named : 'uploaded_at'
  const order = params.get('order')
  return {
    text: (params.get('text') ?? '').slice(0, 200),
    status: states.find((state) => state === status) ?? null,
    sort,
    order: order === 'asc' || order === 'desc' ? order : firstOrder[sort],
  }
}

/** Says only what differs from the usual. */
export function writeFilter({ text, status, sort, order }: LibraryFilter): URLSearchParams {
  const params = new URLSearchParams()
  if (text !== '') params.set('text', text)
  if (status !== null) params.set('status', status)
  if (sort !== 'uploaded_at') params.set('sort', sort)
  if (order !== firstOrder[sort]) params.set('order', order)
  return params
}

/** The same filter sorted by a column; the other way round when it is sorted by it already. */
export function sortedBy(filter: LibraryFilter, sort: Sort): LibraryFilter {
  const isTurned = filter.sort === sort
  const turned = filter.order === 'asc' ? 'desc' : 'asc'
  return { ...filter, sort, order: isTurned ? turned : firstOrder[sort] }
}

export function listParams({ text, status, sort, order }: LibraryFilter): ListParams {
  return { sort, order, ...(text !== '' && { text }), ...(status !== null && { status }) }
}

export function isFiltered({ text, status }: LibraryFilter): boolean {
  return text !== '' || status !== null
}
