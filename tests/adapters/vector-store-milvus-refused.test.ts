import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMilvusStore } from '../../src/adapters/vector-store/milvus.ts'
import { Secret } from '../../src/config/secret.ts'
import { UnreachableError } from '../../src/domain/errors.ts'
import type { VectorStore } from '../../src/ports/vector-store.ts'
import { startMilvusRefuser, type MilvusRefuser } from '../support/milvus-refuser.ts'

describe('a store in Milvus that is refused', () => {
  const space = { modelId: 'model', dimensions: 3 }
  let server: MilvusRefuser
  let store: VectorStore

  beforeAll(async () => {
    server = await startMilvusRefuser()
    store = createMilvusStore({
      kind: 'milvus',
      address: server.address,
      token: new Secret('somebody:password-of-the-test'),
      database: null,
    })
  })
  afterAll(async () => {
    await store[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  it('shows its token to the server and to nobody else', async () => {
    server.refuse({ grpc: 'UNAUTHENTICATED', details: 'auth check failure' })
    const failure: unknown = await store.check(space).catch((error: unknown) => error)
    expect(Buffer.from(server.authorizations.at(-1) ?? '', 'base64').toString()).toBe(
      'somebody:password-of-the-test',
    )
    expect(JSON.stringify(failure) + String(failure)).not.toContain('password-of-the-test')
  })

  it.each([
    [
      { grpc: 'UNAUTHENTICATED', details: 'auth check failure' },
      'milvus-refused',
      'when-available',
    ],
    [{ grpc: 'PERMISSION_DENIED', details: 'no privilege' }, 'milvus-refused', 'when-available'],
    [{ grpc: 'RESOURCE_EXHAUSTED', details: 'too many requests' }, 'milvus-busy', 'soon'],
    [{ grpc: 'UNAVAILABLE', details: 'going away' }, 'milvus-unreachable', 'when-available'],
    [{ grpc: 'DEADLINE_EXCEEDED', details: 'too slow' }, 'milvus-unreachable', 'when-available'],
    [{ grpc: 'UNIMPLEMENTED', details: 'no such service' }, 'milvus-answer', 'when-available'],
    [{ grpc: 'INTERNAL', details: 'a bug' }, 'milvus-rejected', 'never'],
    [{ code: 2, reason: 'service unavailable' }, 'milvus-unreachable', 'when-available'],
    [{ code: 3, reason: 'memory limit exceeded' }, 'milvus-quota', 'when-available'],
    [{ code: 8, reason: 'rate limit exceeded' }, 'milvus-busy', 'soon'],
    [{ code: 800, reason: 'database not found' }, 'milvus-database', 'when-available'],
    [{ code: 1100, reason: 'invalid parameter' }, 'milvus-rejected', 'never'],
    [{ version: 'v2.2.16' }, 'milvus-version', 'when-available'],
    ['empty', 'milvus-answer', 'when-available'],
  ] as const)('says what %j means', async (refusal, code, retryable) => {
    server.refuse(refusal)
    await expect(store.check(space)).rejects.toMatchObject({ code, retryable })
  })

  it('says so in a search and in a write as it does in a check', async () => {
    server.refuse({ grpc: 'UNAUTHENTICATED', details: 'auth check failure' })
    const vector = Float32Array.of(1, 0, 0)
    const record = { chunkId: 'chunk', videoId: 'video', language: null, vector }
    const refused = { code: 'milvus-refused' }
    await expect(store.search(space, vector, { limit: 1, filter: {} })).rejects.toMatchObject(
      refused,
    )
    await expect(store.upsert(space, [record])).rejects.toMatchObject(refused)
    await expect(store.prepare(space)).rejects.toMatchObject(refused)
  })

  it('stops waiting for an answer when it is aborted', async () => {
    const reason = new Error('nobody waits any more')
    const waiting = new AbortController()
    server.refuse('hang')
    const hanging = server.hanging()
    const checked = store.check(space, waiting.signal)
    await hanging
    waiting.abort(reason)
    await expect(checked).rejects.toBe(reason)
  })

  it('counts an address that nobody has as one that is not reached', async () => {
    const config = { kind: 'milvus', token: null, database: null } as const
    await using nowhere = createMilvusStore({ ...config, address: 'milvus.invalid' })
    await expect(nowhere.check(space)).rejects.toBeInstanceOf(UnreachableError)
  })
})
