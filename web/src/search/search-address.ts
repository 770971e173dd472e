import type { SearchParams } from '../api/types.ts'

/** What the address of the search page says: `?q=&video=&language=&speaker=&mode=&page=`. */
export interface SearchAddress {
  readonly q: string
  readonly videos: readonly string[]
  readonly languages: readonly string[]
  /** Names, any of whom is to speak. */
  readonly speakers: readonly string[]
  readonly mode: 'hybrid' | 'keyword' | 'semantic'
  /** From 1. */
  readonly page: number
}

export const videosOnPage = 20

export function readAddress(params: URLSearchParams): SearchAddress {
  const mode = params.get('mode')
  const page = Number(params.get('page'))
  return {
    q: params.get('q') ?? '',
    videos: params.getAll('video'),
    languages: params.getAll('language'),
    speakers: params.getAll('speaker'),
    mode: mode === 'keyword' || mode === 'semantic' ? mode : 'hybrid',
    page: Number.isInteger(page) && page > 1 ? Math.min(page, 1000) : 1,
  }
}

/** The address as a path; what is as usual is left out. */
export function writeAddress(address: SearchAddress): string {
  const { q, videos, languages, speakers, mode, page } = address
  const params = new URLSearchParams()
  if (q !== '') params.set('q', q)
  for (const video of videos) params.append('video', video)
  for (const language of languages) params.append('language', language)
  for (const speaker of speakers) params.append('speaker', speaker)
  if (mode !== 'hybrid') params.set('mode', mode)
  if (page > 1) params.set('page', String(page))
  const text = params.toString()
  return text === '' ? '/' : `/?${text}`
}

export function isFiltered({ videos, languages, speakers, mode }: SearchAddress): boolean {
  return videos.length + languages.length + speakers.length > 0 || mode !== 'hybrid'
}

export function toSearchParams(address: SearchAddress): SearchParams {
  const { q, videos, languages, speakers, mode, page } = address
  return {
    q: q.trim(),
    group: 'video',
    limit: videosOnPage,
    ...(page > 1 && { offset: (page - 1) * videosOnPage }),
    ...(videos.length > 0 && { video: [...videos] }),
    ...(languages.length > 0 && { language: [...languages] }),
    ...(speakers.length > 0 && { speaker: [...speakers] }),
    ...(mode !== 'hybrid' && { mode }),
  }
}
