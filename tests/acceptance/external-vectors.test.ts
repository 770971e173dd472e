import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMilvusStore } from '../../src/adapters/vector-store/milvus.ts'
import { createPineconeStore } from '../../src/adapters/vector-store/pinecone.ts'
import { Secret } from '../../src/config/secret.ts'
import type { VectorStore } from '../../src/ports/vector-store.ts'
import {
  milvusNote,
  startMilvus,
  whyNoMilvus,
  type MilvusServer,
} from '../support/milvus-server.ts'
import {
  pineconeDescription,
  pineconeKey,
  startPineconeServer,
  type PineconeServer,
} from '../support/pinecone-server.ts'
import { skipNote } from '../support/shared.ts'
import {
  openVectorLibrary,
  type ServedLibrary,
  type VectorLibrary,
} from '../support/vector-library.ts'

const lines = {
  Bread: 'Sourdough ferments slowly overnight.',
  Bridges: 'Cables carry the whole deck.',
  Whales: 'Humpbacks sing complicated songs.',
}

describe.skipIf(whyNoMilvus !== null)(`a library with its vectors in Milvus${milvusNote}`, () => {
  let opened: AsyncDisposableStack
  let milvus: MilvusServer
  let store: VectorStore
  let library: VectorLibrary
  let server: ServedLibrary

  beforeAll(async () => {
    opened = new AsyncDisposableStack()
    milvus = opened.use(await startMilvus())
    const { address } = milvus
    library = opened.use(
      await openVectorLibrary({ CUEPOINT_VECTOR_STORE: 'milvus', MILVUS_ADDRESS: address }),
    )
    store = opened.use(createMilvusStore({ kind: 'milvus', address, token: null, database: null }))
    server = await library.startServer()
    for (const [title, line] of Object.entries(lines)) await server.add(title, line)
  })
  afterAll(() => opened.disposeAsync())

  it('is searched by its meaning', async () => {
    for (const [title, line] of Object.entries(lines)) await server.untilMeant(line, title)
    const { legs, results } = await server.search('sourdough')
    expect(results[0]).toMatchObject({ video: { title: 'Bread' } })
    expect(legs.semantic).toMatchObject({ state: 'ok', coverage: 1 })
    expect(await server.vectors()).toMatchObject({
      state: 'ok',
      details: { store: 'milvus', vectors: 3, embedded: 3, untold: 0 },
    })
  })

  it('answers with the words while Milvus is down and says so, and finds afterwards what came meanwhile', async () => {
    await milvus.stop()
    const line = 'Glaciers grind valleys smooth.'
    const id = await server.add('Ice', line)
    const { legs, results } = await server.search('glaciers')
    expect(results.map(({ video }) => video.id)).toEqual([id])
    expect(legs.keyword.state).toBe('ok')
    expect(legs.semantic).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('cannot be reached') as unknown,
    })
    const doctor = await library.cli.run('doctor')
    expect(doctor.code).toBe(1)
    expect(doctor.stdout).toMatch(/✗ vectors .*\n.*Milvus at \S+ cannot be reached/)

    await milvus.start()
    await server.untilMeant(line, 'Ice')
    expect(await server.vectors()).toMatchObject({ state: 'ok', details: { vectors: 4 } })
  })

  it('starts while Milvus is down, forgets what was removed meanwhile, and goes on when it is back', async () => {
    await server.stop()
    await milvus.stop()
    server = await library.startServer()
    const [ice] = (await server.search('glaciers')).results
    await server.remove(ice?.video.id ?? '')
    await milvus.start()
    await server.untilMeant(lines.Whales, 'Whales')
    const space = await server.space()
    await expect.poll(() => store.count(space), { timeout: 60_000 }).toBe(3)
  })

  it('is brought in step by `doctor --fix` when somebody else was at its vectors', async () => {
    const space = await server.space()
    const [lost = ''] = (await Array.fromAsync(store.chunkIds(space))).flat()
    await store.delete(space, [lost])
    const vector = new Float32Array(space.dimensions).fill(1)
    const ghosts = [uuidv7(), uuidv7()]
    await store.upsert(
      space,
      ghosts.map((chunkId) => ({ chunkId, videoId: uuidv7(), language: null, vector })),
    )
    expect(await server.vectors()).toMatchObject({
      state: 'attention',
      problem: {
        code: 'vectors-differ',
        remedy: expect.stringContaining('doctor --fix') as unknown,
      },
    })
    expect(await library.cli.json('doctor', '--fix')).toMatchObject({
      repair: { vectors: { missing: 1, extra: 2, dropped: [] } },
    })
    expect(await server.vectors()).toMatchObject({
      state: 'ok',
      details: { vectors: 3, embedded: 3, untold: 0 },
    })
    const ids = (await Array.fromAsync(store.chunkIds(space))).flat()
    expect(ids).toContain(lost)
    expect(ids).toHaveLength(3)
  })

  it('is filled anew by `reindex --vector-store`, which proves the counts', async () => {
    const space = await server.space()
    await store.drop(space)
    expect(await library.cli.json('reindex', '--vector-store')).toEqual({
      vectors: 3,
      embedded: 3,
      untold: 0,
    })
    expect(await store.count(space)).toBe(3)
    for (const [title, line] of Object.entries(lines)) await server.untilMeant(line, title)
  })
})

describe.skipIf(pineconeDescription === null)(
  `a library with its vectors in Pinecone${skipNote(pineconeDescription)}`,
  () => {
    let opened: AsyncDisposableStack
    let pinecone: PineconeServer
    let library: VectorLibrary
    let server: ServedLibrary

    beforeAll(async () => {
      opened = new AsyncDisposableStack()
      // What is written is seen some reads later.
      const index = { dimension: 64, seenAfterReads: 3 }
      pinecone = opened.use(await startPineconeServer(pineconeDescription ?? '', index))
      library = opened.use(
        await openVectorLibrary({
          CUEPOINT_VECTOR_STORE: 'pinecone',
          PINECONE_API_KEY: pineconeKey,
          PINECONE_INDEX_HOST: pinecone.host,
        }),
      )
      server = await library.startServer()
      for (const [title, line] of Object.entries(lines)) await server.add(title, line)
    })
    afterAll(() => opened.disposeAsync())

    it('is searched by its meaning once Pinecone knows it', async () => {
      for (const [title, line] of Object.entries(lines)) await server.untilMeant(line, title)
    })

    it('is filled anew by `reindex --vector-store`, which waits until the counts agree', async () => {
      pinecone.index.clear()
      expect(await library.cli.json('reindex', '--vector-store')).toEqual({
        vectors: 3,
        embedded: 3,
        untold: 0,
      })
      for (const [title, line] of Object.entries(lines)) await server.untilMeant(line, title)
    })

    it('is brought in step by `doctor --fix`', async () => {
      const store = createPineconeStore({
        kind: 'pinecone',
        apiKey: new Secret(pineconeKey),
        indexHost: pinecone.host,
        namespace: 'cuepoint',
      })
      const space = await server.space()
      pinecone.index.settle()
      const [lost = ''] = (await Array.fromAsync(store.chunkIds(space))).flat()
      await store.delete(space, [lost])
      pinecone.index.settle()
      expect(await library.cli.json('doctor', '--fix')).toMatchObject({
        repair: { vectors: { missing: 1, extra: 0, dropped: [] } },
      })
      expect(await server.vectors()).toMatchObject({ state: 'ok', details: { vectors: 3 } })
    })
  },
)
