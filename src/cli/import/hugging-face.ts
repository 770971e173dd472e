import { z } from 'zod'
import { readSegments } from './segment-list.ts'
import type { TranscriptFile } from './transcript-file.ts'
import { expected, isObject } from './values.ts'

const pair = expected('a pair [start, end]')
const schema = z.array(
  z.looseObject({ timestamp: z.tuple([z.unknown(), z.unknown()], pair) }),
  expected('a list of chunks'),
)

/** `{ chunks: [{ timestamp: [start, end], text }] }`: the pipelines of transformers; the last end can be missing. */
export function readChunks(data: unknown): TranscriptFile | null {
  if (!isObject(data) || data['chunks'] === undefined) return null
  const chunks = schema.parse(data['chunks'])
  return {
    segments: readSegments(
      chunks.map(({ timestamp: [start, end], ...chunk }) => ({ ...chunk, start, end })),
    ),
  }
}
