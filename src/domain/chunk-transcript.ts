import type { Chunk, TimedSpan } from './chunk.ts'
import { timedPieces, type TimedPiece } from './timed-pieces.ts'
import type { Segment } from './transcript.ts'

export interface ChunkOptions {
  /** Length that is aimed at. A chunk ends at the first good place from .8 of it on, and at any word at 1.4. */
  readonly targetSeconds: number
  /** How much of a chunk's end is the beginning of the next. */
  readonly overlapSeconds?: number
}

/** docs/search.md has the figures behind the numbers here. */
const defaultOverlapSeconds = 4
const pauseSeconds = 8
/** Embedding models read about 250 tokens; nobody says more in half a minute. */
const mostCharacters = 1500

/**
 * Cuts a transcript into units of search at ends of sentences, else of segments, never inside a word; a long pause
 * ends a chunk as well. Greedy from the start: when segments are appended, no chunk but the last changes.
 */
export function chunkTranscript(segments: readonly Segment[], options: ChunkOptions): Chunk[] {
  const pieces = timedPieces(segments)
  const chunks: Chunk[] = []
  let first = 0
  for (let last = 0; last < pieces.length; last += 1) {
    const next = pieces[last + 1]
    if (next && !isEnd(pieces, first, last, options)) continue
    chunks.push(createChunk(chunks.length, pieces.slice(first, last + 1)))
    if (next) first = beginOfNext(pieces, first, last, options)
  }
  return chunks
}

function isEnd(
  pieces: readonly TimedPiece[],
  first: number,
  last: number,
  { targetSeconds }: ChunkOptions,
): boolean {
  const [begin, piece, next] = [pieces[first], pieces[last], pieces[last + 1]]
  if (!begin || !piece || !next) return true
  if (next.start - piece.end >= pauseSeconds) return true
  const seconds = piece.end - begin.start
  if (piece.closes === 'sentence' && seconds >= 0.8 * targetSeconds) return true
  if (piece.closes !== 'nothing' && seconds >= targetSeconds) return true
  return (
    next.end - begin.start > 1.4 * targetSeconds ||
    textLength(pieces, first, last + 1) > mostCharacters
  )
}

function textLength(pieces: readonly TimedPiece[], first: number, last: number): number {
  let length = 0
  for (let index = first; index <= last; index += 1) length += (pieces[index]?.text.length ?? 0) + 1
  return length
}

/** Goes back over whole pieces, preferably to the beginning of a sentence, but never as far as the chunk's own first piece. */
function beginOfNext(
  pieces: readonly TimedPiece[],
  first: number,
  last: number,
  { overlapSeconds = defaultOverlapSeconds }: ChunkOptions,
): number {
  const [end, next] = [pieces[last]?.end ?? 0, pieces[last + 1]]
  if (!next || next.start - end >= pauseSeconds) return last + 1
  let begin = last + 1
  let sentence = last + 1
  for (let index = last; index > first; index -= 1) {
    const piece = pieces[index]
    if (!piece || end - piece.start > overlapSeconds) break
    begin = index
    if (pieces[index - 1]?.closes !== 'nothing') sentence = index
  }
  return sentence <= last ? sentence : begin
}

function createChunk(index: number, pieces: readonly TimedPiece[]): Chunk {
  const spans: TimedSpan[] = []
  let text = ''
  for (const [position, piece] of pieces.entries()) {
    if (position > 0) text += piece.joint
    spans.push({
      from: text.length,
      to: text.length + piece.text.length,
      start: piece.start,
      end: piece.end,
      ...(piece.speaker !== undefined && { speaker: piece.speaker }),
    })
    text += piece.text
  }
  const start = pieces[0]?.start ?? 0
  const end = pieces.reduce((latest, piece) => Math.max(latest, piece.end), start)
  return { index, start, end, text, spans }
}
