import type { Queryable } from '../ports/database.ts'

export interface LibraryStats {
  readonly videos: number
  /** Seconds of all videos together. */
  readonly duration: number
  readonly inProgress: number
  readonly failed: number
  readonly chunks: number
  readonly languages: readonly { readonly language: string; readonly videos: number }[]
  readonly samples: number
}

/** The library in a few numbers. */
export async function libraryStats({ database }: { database: Queryable }): Promise<LibraryStats> {
  const [totals] = await database.query<Omit<LibraryStats, 'languages'>>(
    `select count(*) as videos, coalesce(sum(duration), 0) as duration,
            count(*) filter (where status in ('queued', 'processing')) as "inProgress",
            count(*) filter (where status = 'failed') as failed,
            count(*) filter (where origin = 'sample') as samples,
            (select count(*) from chunks) as chunks
       from videos`,
  )
  const languages = await database.query<LibraryStats['languages'][number]>(
    `select language, count(*) as videos from videos
      where language is not null group by language order by count(*) desc, language`,
  )
  return {
    videos: 0,
    duration: 0,
    inProgress: 0,
    failed: 0,
    chunks: 0,
    samples: 0,
    ...totals,
    languages,
  }
}
