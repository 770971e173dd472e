import type { VectorRecord, VectorStore } from '../../src/ports/vector-store.ts'

/** Wide vectors, so that the chunks of a few rounds fill several segments. */
export const roundsSpace = { modelId: 'rounds', dimensions: 1024 }
const chunksOfRound = 300
const roundsKept = 5

/** Adds the chunks of a round and replaces the one that all share, then removes the chunks of an old round. */
export async function playRound(store: VectorStore, round: number): Promise<void> {
  const added = idsOfRound(round).map((chunkId) => toRecord(chunkId, round))
  await store.upsert(roundsSpace, [...added, toRecord('shared', round)])
  await store.delete(roundsSpace, idsOfRound(round - roundsKept))
}

/** What is there after each of the two steps of a round. */
export function statesOfRound(round: number): { added: string[]; removed: string[] } {
  const rounds = (from: number) =>
    Array.from({ length: round - from + 1 }, (_, place) => from + place).filter((r) => r > 0)
  const chunks = (from: number) => ['shared', ...rounds(from).flatMap(idsOfRound)].sort()
  return { added: chunks(round - roundsKept), removed: chunks(round - roundsKept + 1) }
}

export function sharedVector(round: number): Float32Array {
  return toRecord('shared', round).vector
}

function idsOfRound(round: number): string[] {
  return Array.from({ length: chunksOfRound }, (_, place) => `${round}-${place}`)
}

function toRecord(chunkId: string, round: number): VectorRecord {
  const vector = new Float32Array(roundsSpace.dimensions)
  vector[round % vector.length] = 1
  return { chunkId, videoId: `video-${round}`, language: 'en', vector }
}
