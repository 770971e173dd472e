import type { VideoState } from '../domain/video.ts'
import type { Queryable } from '../ports/database.ts'
import { selectVideos, type VideoRecord } from './video-record.ts'

export interface ListRequest {
  readonly limit: number
  readonly offset: number
  readonly sort: 'uploaded_at' | 'title' | 'duration'
  readonly order: 'asc' | 'desc'
  readonly status?: VideoState | undefined
  /** Part of the title or of the file name, any case. */
  readonly text?: string | undefined
}

const sortColumns = {
  uploaded_at: 'v.uploaded_at',
  title: 'lower(v.title)',
  duration: 'v.duration',
} as const

/** One page of the library, and how many videos pass the filter. */
export async function listVideos(
  request: ListRequest,
  { database }: { database: Queryable },
): Promise<{ videos: VideoRecord[]; total: number }> {
  const filter = `where ($1::text is null or v.status = $1)
    and ($2::text is null or v.title ilike $2 or v.file_name ilike $2)`
  const values = [request.status ?? null, request.text ? `%${escapeLike(request.text)}%` : null]
  const order = `order by ${sortColumns[request.sort]} ${request.order} nulls last, v.id ${request.order}`
  const videos = await selectVideos(database, `${filter} ${order} limit $3 offset $4`, [
    ...values,
    request.limit,
    request.offset,
  ])
  const [count] = await database.query<{ total: number }>(
    `select count(*) as total from videos v ${filter}`,
    values,
  )
  return { videos, total: count?.total ?? 0 }
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`)
}
