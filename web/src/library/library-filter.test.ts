import { describe, expect, it } from 'vitest'
import { listParams, readFilter, sortedBy, writeFilter } from './library-filter.ts'

const read = (search: string) => readFilter(new URLSearchParams(search))

describe('the filter in the address', () => {
  it('is the newest first when nothing is said', () => {
    expect(read('')).toEqual({ text: '', status: null, sort: 'uploaded_at', order: 'desc' })
    expect(writeFilter(read('')).toString()).toBe('')
  })

  it('comes back as it was written', () => {
    for (const search of [
      'text=%C3%BCber+uns&status=failed&sort=title&order=desc',
      'sort=duration',
      'order=asc',
    ]) {
      expect(writeFilter(read(search)).toString()).toBe(search)
    }
  })

  it('takes no notice of what nobody knows', () => {
    expect(read('status=lost&sort=colour&order=up')).toEqual(read(''))
  })

  it('sorts titles from A and lengths from the longest, and turns round at the second time', () => {
    const titles = sortedBy(read(''), 'title')
    expect([titles.sort, titles.order]).toEqual(['title', 'asc'])
    expect(sortedBy(titles, 'title').order).toBe('desc')
    expect(sortedBy(titles, 'duration').order).toBe('desc')
  })

  it('asks the API for no more than is filtered', () => {
    expect(listParams(read('status=ready'))).toEqual({
      sort: 'uploaded_at',
      order: 'desc',
      status: 'ready',
    })
  })
})
