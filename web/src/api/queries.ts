import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { answerOf, api } from './client.ts'
import type { ListParams, SearchParams } from './types.ts'

/** What the pages read, each with its key: use them with `useQuery`, and their keys to read or change the cache. */

export const searchQuery = (query: SearchParams) =>
  queryOptions({
    queryKey: ['search', query],
    queryFn: ({ signal }) => answerOf(api.GET('/search', { params: { query }, signal })),
    // The list keeps its place until the next answer is there.
    placeholderData: keepPreviousData,
  })

export const videosQuery = (query: ListParams) =>
  queryOptions({
    queryKey: ['videos', query],
    queryFn: ({ signal }) => answerOf(api.GET('/videos', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  })

export const videoQuery = (id: string) =>
  queryOptions({
    queryKey: ['video', id],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/videos/{id}', { params: { path: { id } }, signal })),
  })

export const transcriptQuery = (id: string) =>
  queryOptions({
    queryKey: ['transcript', id],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/videos/{id}/transcript', { params: { path: { id } }, signal })),
    staleTime: 5 * 60_000,
  })

export const statsQuery = () =>
  queryOptions({
    queryKey: ['stats'],
    queryFn: ({ signal }) => answerOf(api.GET('/stats', { signal })),
  })

export const systemQuery = () =>
  queryOptions({
    queryKey: ['system'],
    queryFn: ({ signal }) => answerOf(api.GET('/system', { signal })),
  })
