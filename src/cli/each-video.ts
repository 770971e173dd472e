import type { Library, Video } from './library.ts'

const pageSize = 200

/** Every video that fits, page by page. */
export async function* eachVideo(
  library: Library,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): AsyncGenerator<Video> {
  for (let offset = 0; ; offset += pageSize) {
    const page = { ...query, limit: String(pageSize), offset: String(offset) }
    const { videos, total } = await library.list(page, signal)
    yield* videos
    if (videos.length === 0 || offset + videos.length >= total) return
  }
}
