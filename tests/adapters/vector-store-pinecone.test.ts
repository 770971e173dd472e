import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createPineconeStore } from '../../src/adapters/vector-store/pinecone.ts'
import { Secret } from '../../src/config/secret.ts'
import type { EmbeddingSpace } from '../../src/domain/embedding-space.ts'
import { UnreachableError } from '../../src/domain/errors.ts'
import type { VectorRecord, VectorStore } from '../../src/ports/vector-store.ts'
import {
  pineconeDescription,
  pineconeKey,
  startPineconeServer,
  type PineconeServer,
} from '../support/pinecone-server.ts'
import { skipNote } from '../support/shared.ts'

const description = pineconeDescription ?? ''

describe.skipIf(pineconeDescription === null)(
  `with Pinecone's own description of its API${skipNote(pineconeDescription)}`,
  () => {
    describe('a store in Pinecone', ownPromises)
  },
)

function ownPromises(): void {
  const space: EmbeddingSpace = { modelId: 'model', dimensions: 3 }
  let server: PineconeServer
  let store: VectorStore

  beforeAll(async () => {
    server = await startPineconeServer(description)
  })
  afterAll(() => server[Symbol.asyncDispose]())
  beforeEach(() => {
    server.index.clear()
    store = open(server)
  })
  const search = (limit = 10, videoIds?: string[]) =>
    store.search(space, Float32Array.of(1, 0, 0), {
      limit,
      filter: { ...(videoIds && { videoIds }) },
    })
  const requestsTo = async (path: string, work: () => Promise<unknown>) => {
    const before = server.requests.length
    await work()
    return server.requests.slice(before).filter((request) => request.path === path)
  }

  it('cuts a batch by what its JSON weighs', async () => {
    const wide: EmbeddingSpace = { modelId: 'wide', dimensions: 1536 }
    await using index = await startPineconeServer(description, { dimension: 1536 })
    const wideStore = open(index)
    const vectors = Array.from({ length: 300 }, (_, place) =>
      Float32Array.from({ length: 1536 }, (_value, i) => Math.sin(place * 1536 + i) / 40),
    )
    await wideStore.upsert(wide, vectors.map(toRecord))
    expect(index.requests.length).toBeGreaterThan(1)
    expect(Math.max(...index.requests.map(({ bytes }) => bytes))).toBeLessThanOrEqual(2_000_000)
    expect(await wideStore.count(wide)).toBe(300)
    const [hit] = await wideStore.search(wide, vectors[7] ?? new Float32Array(), {
      limit: 1,
      filter: {},
    })
    expect(hit?.cosine).toBeCloseTo(1, 6)
  })

  it('writes and deletes any number of vectors, a thousand at a time', async () => {
    const records = Array.from({ length: 2300 }, (_, i) =>
      toRecord(Float32Array.of(1, i / 2300, 0)),
    )
    const writes = await requestsTo('/vectors/upsert', () => store.upsert(space, records))
    expect(writes).toHaveLength(3)
    const ids = records.map(({ chunkId }) => chunkId)
    const deletes = await requestsTo('/vectors/delete', () => store.delete(space, ids.slice(1)))
    expect(deletes).toHaveLength(3)
    expect((await search()).map(({ chunkId }) => chunkId)).toEqual([ids[0]])
  })

  it('lists all chunks over many pages', async () => {
    const records = Array.from({ length: 450 }, () => toRecord(Float32Array.of(1, 0, 0)))
    await store.upsert(space, records)
    const listed = await Array.fromAsync(store.chunkIds(space))
    expect(listed.length).toBeGreaterThan(1)
    expect(listed.flat()).toEqual(records.map(({ chunkId }) => chunkId).sort())
  })

  it('takes more videos than one filter may hold, and gives the best of all', async () => {
    const records = Array.from({ length: 12_000 }, (_, i) =>
      toRecord(Float32Array.of(1, i / 1000, 0)),
    ).reverse()
    await store.upsert(space, records)
    const videoIds = records.map(({ videoId }) => videoId)
    const searches = await requestsTo('/query', async () => {
      const best = await search(3, videoIds)
      expect(best.map(({ chunkId }) => chunkId)).toEqual(
        records
          .slice(-3)
          .reverse()
          .map(({ chunkId }) => chunkId),
      )
    })
    expect(searches).toHaveLength(3)
  })

  it('keeps to what Pinecone gives at once', async () => {
    await store.upsert(space, [toRecord(Float32Array.of(1, 0, 0))])
    expect(await search(50_000)).toHaveLength(1)
  })

  it('drops one generation and leaves the other', async () => {
    const next: EmbeddingSpace = { modelId: 'next model', dimensions: 3 }
    await store.upsert(space, [toRecord(Float32Array.of(1, 0, 0))])
    await store.upsert(next, [toRecord(Float32Array.of(1, 0, 0))])
    await store.drop(space)
    await store.drop(space)
    expect([await store.count(space), await store.count(next)]).toEqual([0, 1])
  })

  it('shares an index with another library of another name', async () => {
    const other = open(server, { namespace: 'other' })
    await store.upsert(space, [toRecord(Float32Array.of(1, 0, 0))])
    expect([await store.count(space), await other.count(space)]).toEqual([1, 0])
  })

  it('finds nothing, deletes nothing and lists nothing where no vector ever was', async () => {
    expect(await search()).toEqual([])
    await store.delete(space, [uuidv7()])
    expect(await Array.fromAsync(store.chunkIds(space))).toEqual([])
  })

  it('finds what it was told as soon as Pinecone does', async () => {
    await using slow = await startPineconeServer(description, { seenAfterReads: 2 })
    const slowStore = open(slow)
    await slowStore.upsert(space, [toRecord(Float32Array.of(1, 0, 0))])
    const counts = []
    for (let read = 0; read < 3; read += 1) counts.push(await slowStore.count(space))
    expect(counts).toEqual([0, 0, 1])
  })

  it('is content with an index of its dimensions', async () => {
    await expect(store.check(space)).resolves.toBeUndefined()
    await expect(store.prepare(space)).resolves.toBeUndefined()
  })

  it('says that an index has other dimensions, or another metric', async () => {
    const wide = { modelId: 'wide', dimensions: 1024 }
    await expect(store.check(wide)).rejects.toMatchObject({
      code: 'pinecone-dimensions',
      retryable: 'when-available',
      message: `The index at ${server.host} has 3 dimensions, wide has 1024.`,
    })
    await expect(store.prepare(wide)).rejects.toMatchObject({ code: 'pinecone-dimensions' })
    await using dotproduct = await startPineconeServer(description, { metric: 'euclidean' })
    await expect(open(dotproduct).check(space)).rejects.toMatchObject({ code: 'pinecone-metric' })
  })

  it('says that the key is wrong, and does not print it', async () => {
    const stranger = open(server, { apiKey: new Secret('wrong-key-entirely') })
    const failure: unknown = await stranger.check(space).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'pinecone-refused', retryable: 'when-available' })
    expect(String(failure)).not.toContain('wrong-key-entirely')
  })

  it.each([
    [{ status: 403, body: 'Forbidden' }, 'pinecone-refused', 'when-available'],
    [{ status: 404, body: '<html>none</html>' }, 'pinecone-not-found', 'when-available'],
    [{ status: 402, body: '{"message":"card declined"}' }, 'pinecone-quota', 'when-available'],
    [
      { status: 403, body: '{"code":7,"message":"You have reached the max storage"}' },
      'pinecone-quota',
      'when-available',
    ],
    [
      { status: 429, body: '{"code":8,"message":"the write unit limit for the current month"}' },
      'pinecone-quota',
      'when-available',
    ],
    [{ status: 400, body: '{"code":3,"message":"no"}' }, 'pinecone-rejected', 'never'],
    [{ status: 200, body: '<html>a portal</html>' }, 'pinecone-answer', 'when-available'],
    [{ status: 200, body: '{"results":1}' }, 'pinecone-answer', 'when-available'],
  ])('says what %j means, without asking again', async (fault, code, retryable) => {
    server.failNext(fault)
    const asked = await requestsTo('/query', () =>
      expect(search()).rejects.toMatchObject({ code, retryable }),
    )
    expect(asked).toHaveLength(1)
  })

  it.each([429, 500, 503] as const)('tries again after %i', async (status) => {
    server.failNext({ status, headers: { 'retry-after': '0' } }, { status })
    await store.upsert(space, [toRecord(Float32Array.of(1, 0, 0))])
    expect(await store.count(space)).toBe(1)
  })

  it.each([
    ['is busy', { status: 429 }, 'pinecone-busy', 'soon'],
    ['is down', { status: 503 }, 'pinecone-unreachable', 'when-available'],
    ['breaks off', 'cut', 'pinecone-unreachable', 'when-available'],
    ['does not answer', 'hang', 'pinecone-unreachable', 'when-available'],
  ] as const)(
    'gives up after some tries while Pinecone %s',
    async (_what, fault, code, retryable) => {
      // Only where nothing is answered does the time count.
      if (fault === 'hang') store = open(server, {}, { timeoutMs: 50, tries: 3, firstPauseMs: 1 })
      server.failNext(fault, fault, fault)
      const asked = await requestsTo('/describe_index_stats', () =>
        expect(store.count(space)).rejects.toMatchObject({ code, retryable }),
      )
      expect(asked).toHaveLength(3)
    },
  )

  it('does not wait for as long as a busy server may ask for', async () => {
    server.failNext({ status: 429, headers: { 'retry-after': '3600' } })
    await expect(store.count(space)).rejects.toMatchObject({ code: 'pinecone-busy' })
  })

  it('goes on after a cut connection', async () => {
    server.failNext('cut')
    await store.upsert(space, [toRecord(Float32Array.of(1, 0, 0))])
    expect(await search()).toHaveLength(1)
  })

  it('stops waiting for an answer, and between two tries, when it is aborted', async () => {
    const reason = new Error('nobody waits any more')
    const waiting = new AbortController()
    const hanging = server.hanging()
    server.failNext('hang')
    const counted = store.check(space, waiting.signal)
    await hanging
    waiting.abort(reason)
    await expect(counted).rejects.toBe(reason)

    const slow = open(server, {}, { timeoutMs: 5000, tries: 2, firstPauseMs: 3_600_000 / 2 })
    const resting = new AbortController()
    server.failNext({ status: 503, headers: { 'retry-after': '19' } })
    const checked = slow.check(space, resting.signal)
    resting.abort(reason)
    await expect(checked).rejects.toBe(reason)
  })

  it('rejects every call while nobody is there', async () => {
    const gone = await startPineconeServer(description)
    await gone[Symbol.asyncDispose]()
    const lost = open(gone)
    const calls = [
      () => lost.check(space),
      () => lost.prepare(space),
      () => lost.upsert(space, [toRecord(Float32Array.of(1, 0, 0))]),
      () => lost.delete(space, [uuidv7()]),
      () => lost.search(space, Float32Array.of(1, 0, 0), { limit: 1, filter: {} }),
      () => lost.count(space),
      () => lost.drop(space),
      () => Array.fromAsync(lost.chunkIds(space)),
    ]
    for (const call of calls) await expect(call()).rejects.toBeInstanceOf(UnreachableError)
  })
}

function open(
  { host }: { host: string },
  changes: { apiKey?: Secret; namespace?: string } = {},
  patience = { timeoutMs: 20_000, tries: 3, firstPauseMs: 1 },
): VectorStore {
  return createPineconeStore(
    {
      kind: 'pinecone',
      apiKey: new Secret(pineconeKey),
      indexHost: host,
      namespace: 'cuepoint',
      ...changes,
    },
    { search: patience, work: patience },
  )
}

function toRecord(vector: Float32Array): VectorRecord {
  return { chunkId: uuidv7(), videoId: uuidv7(), language: 'en', vector }
}
