import { describe, expect, it } from 'vitest'
import { isFiltered, readAddress, toSearchParams, writeAddress } from './search-address.ts'

const read = (search: string) => readAddress(new URLSearchParams(search))

describe('the address of a search', () => {
  it('goes to the page and back', () => {
    const path =
      '/?q=lost+contact&video=a&video=b&language=de&speaker=Anna+Schmidt&speaker=Ben&mode=keyword&page=3'
    expect(writeAddress(read(path.slice(1)))).toBe(path)
  })

  it('leaves out what is as usual', () => {
    expect(writeAddress(read(''))).toBe('/')
    expect(writeAddress(read('?q=a&mode=hybrid&page=1'))).toBe('/?q=a')
  })

  it('does not trust what was typed into it', () => {
    expect(read('?mode=nonsense&page=-4')).toMatchObject({ mode: 'hybrid', page: 1 })
    expect(read('?page=1e9')).toMatchObject({ page: 1000 })
    expect(read('?page=2.5')).toMatchObject({ page: 1 })
  })

  it('knows whether something is filtered', () => {
    expect(isFiltered(read('?q=a'))).toBe(false)
    expect(isFiltered(read('?q=a&language=de'))).toBe(true)
    expect(isFiltered(read('?q=a&speaker=Ben'))).toBe(true)
  })

  it('asks the API by page of videos', () => {
    expect(toSearchParams(read('?q=+a+&page=2'))).toEqual({
      q: 'a',
      group: 'video',
      limit: 20,
      offset: 20,
    })
  })
})
