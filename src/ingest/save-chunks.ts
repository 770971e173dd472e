import { chunkTranscript } from '../domain/chunk-transcript.ts'
import type { Segment } from '../domain/transcript.ts'
import type { Queryable } from '../ports/database.ts'
import { replaceChunks } from '../search/index-chunks.ts'

/**
 * Makes the chunks of a video those of its segments so far. Chunks that stay the same keep their id and their vector,
 * so that calling it after each piece of a growing transcript costs only the last chunk.
 */
export async function saveChunks(
  tx: Queryable,
  video: { readonly id: string; readonly title: string },
  transcript: { readonly id: string; readonly language: string | null },
  segments: readonly Segment[],
  { chunkSeconds, fromIndex = 0 }: { chunkSeconds: number; fromIndex?: number },
): Promise<number> {
  const chunks = chunkTranscript(segments, { targetSeconds: chunkSeconds })
  await replaceChunks(
    tx,
    {
      videoId: video.id,
      transcriptId: transcript.id,
      language: transcript.language,
      title: video.title,
    },
    chunks,
    { fromIndex },
  )
  return chunks.length
}
