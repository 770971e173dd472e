import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { serverState } from './server-state.ts'
import type { Video, VideoList } from './types.ts'

const patienceMs = 1500
const reopenMs = 3000
const gatherMs = 300

/** Writes every change of a video into the cache as the server tells of it, until the signal aborts. */
export function followEvents(client: QueryClient, signal: AbortSignal): void {
  if (signal.aborted) return
  const source = new EventSource('/events')
  let lost: ReturnType<typeof setTimeout> | undefined
  signal.addEventListener('abort', () => {
    clearTimeout(lost)
    source.close()
  })
  source.addEventListener('open', () => {
    clearTimeout(lost)
    lost = undefined
    const wasLost = serverState.get().connection === 'lost'
    serverState.change({ connection: 'online' })
    if (wasLost) void client.invalidateQueries()
  })
  source.addEventListener('error', () => {
    // A short break heals by itself and nobody need know.
    lost ??= setTimeout(() => serverState.change({ connection: 'lost' }), patienceMs)
    if (source.readyState !== EventSource.CLOSED) return
    // A browser gives up when the answer was an error; the server may be starting.
    source.close()
    setTimeout(() => followEvents(client, signal), reopenMs)
  })
  source.addEventListener('video', ({ data }: MessageEvent<string>) => {
    const video: unknown = JSON.parse(data)
    if (isVideo(video)) takeVideo(client, video)
  })
}

/** Puts a video into every cached list and page that shows it. */
export function takeVideo(client: QueryClient, video: Video): void {
  const before = client.getQueryData<Video>(['video', video.id])
  client.setQueryData(['video', video.id], video)
  const lists = client.getQueriesData<VideoList>({ queryKey: ['videos'] })
  const showing = lists.filter(([, list]) => list?.videos.some(({ id }) => id === video.id))
  for (const [key] of showing) {
    client.setQueryData<VideoList>(
      key,
      (list) =>
        list && {
          ...list,
          videos: list.videos.map((item) => (item.id === video.id ? video : item)),
        },
    )
  }
  if (showing.length === 0) askAgainSoon(client, 'videos')
  if (before?.status.searchable_until !== video.status.searchable_until) {
    void client.invalidateQueries({ queryKey: ['transcript', video.id] })
  }
  if (before?.status.status !== video.status.status) {
    askAgainSoon(client, 'stats')
    // Lists of one state gain it or lose it.
    if (lists.some(([key]) => isOfOneState(key))) askAgainSoon(client, 'videos')
  }
}

const askedAgain = new Set<string>()

/** Many videos change at once when a folder is added: one question for all of them, and none that cuts another off. */
function askAgainSoon(client: QueryClient, name: 'videos' | 'stats'): void {
  if (askedAgain.has(name)) return
  askedAgain.add(name)
  setTimeout(() => {
    askedAgain.delete(name)
    void client.invalidateQueries({ queryKey: [name] })
  }, gatherMs)
}

function isOfOneState([, params]: QueryKey): boolean {
  return typeof params === 'object' && params !== null && 'status' in params
}

function isVideo(value: unknown): value is Video {
  return typeof value === 'object' && value !== null && 'id' in value && 'status' in value
}
