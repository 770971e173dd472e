import { eachVideo } from '../each-video.ts'
import type { ImportVideo, Library } from '../library.ts'

/** The video of the library that was made from this transcript; null when there is none. */
export async function findSame(
  { title, url, transcript }: ImportVideo,
  library: Library,
  signal: AbortSignal,
): Promise<string | null> {
  const said = inOrder(transcript.segments)
  for await (const video of eachVideo(library, { text: title.slice(0, 200) }, signal)) {
    if (video.origin !== 'external' || video.title !== title || video.url !== (url ?? null))
      continue
    const { segments } = await library.transcript(video.id, signal)
    if (inOrder(segments) === said) return video.id
  }
  return null
}

function inOrder(segments: readonly { start: number; text: string }[]): string {
  const sorted = segments.toSorted((a, b) => a.start - b.start)
  return JSON.stringify(sorted.map(({ start, text }) => [start, text]))
}
