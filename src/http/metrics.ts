import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { VideoState } from '../domain/video.ts'
import type { Queryable } from '../ports/database.ts'
import type { JobQueue } from '../ports/job-queue.ts'
import type { Logger } from '../ports/logger.ts'
import type { SearchAnswer } from '../search/search-answer.ts'

/** Figures of this process and this library in the text format of Prometheus. */
export interface Metrics {
  observeRequest(request: { method: string; route: string; status: number; seconds: number }): void
  observeSearch(answer: SearchAnswer): void
  render(): Promise<{ type: string; text: string }>
}

const requestBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]
const searchBuckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]
const states: readonly VideoState[] = ['queued', 'processing', 'ready', 'failed']

export function createMetrics(deps: {
  database: Queryable
  queue: JobQueue
  logger: Logger
}): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Histogram({
    name: 'cuepoint_http_request_duration_seconds',
    help: 'Time to answer a request, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: requestBuckets,
    registers,
  })
  const searches = new Histogram({
    name: 'cuepoint_search_duration_seconds',
    help: 'Time of a search, as a whole and by leg',
    labelNames: ['leg'],
    buckets: searchBuckets,
    registers,
  })
  const videos = new Gauge({
    name: 'cuepoint_videos',
    help: 'Videos in the library, by state',
    labelNames: ['state'],
    registers,
  })
  const jobs = new Gauge({
    name: 'cuepoint_queue_jobs',
    help: 'Jobs of the queue, by stage and whether they wait or run',
    labelNames: ['queue', 'state'],
    registers,
  })

  const readLibrary = async (): Promise<void> => {
    const rows = await deps.database.query<{ status: VideoState; videos: number }>(
      'select status, count(*) as videos from videos group by status',
    )
    for (const state of states) {
      videos.set({ state }, rows.find(({ status }) => status === state)?.videos ?? 0)
    }
    for (const [queue, { waiting, running }] of await deps.queue.counts()) {
      jobs.set({ queue, state: 'waiting' }, waiting)
      jobs.set({ queue, state: 'running' }, running)
    }
  }

  let hasProcessMetrics = false
  return {
    observeRequest: ({ method, route, status, seconds }) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    observeSearch({ tookMs, legs }) {
      searches.observe({ leg: 'all' }, tookMs / 1000)
      for (const [leg, { state, tookMs: legMs }] of Object.entries(legs)) {
        if (state !== 'off') searches.observe({ leg }, legMs / 1000)
      }
    },
    async render() {
      // They observe the event loop all the time: only where somebody looks.
      if (!hasProcessMetrics) collectDefaultMetrics({ register: registry })
      hasProcessMetrics = true
      // A database that does not answer leaves the figures of the process.
      await readLibrary().catch((error: unknown) => {
        deps.logger.warn({ error }, 'library not measured')
      })
      return { type: registry.contentType, text: await registry.metrics() }
    },
  }
}
