import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOpenAiEmbedder } from '../../src/adapters/embedder/openai.ts'
import { Secret } from '../../src/config/secret.ts'
import { embedderContract } from '../contracts/embedder.ts'
import {
  failure,
  serverKey,
  serverModel,
  startTinyEmbedderServer,
  type TinyEmbedderServer,
} from '../support/tiny-embedder-server.ts'

let server: TinyEmbedderServer

beforeAll(async () => {
  server = await startTinyEmbedderServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const open = (
  changes: { model?: string; key?: string; dimensions?: number; baseUrl?: string } = {},
) =>
  createOpenAiEmbedder({
    baseUrl: changes.baseUrl ?? server.baseUrl,
    apiKey: new Secret(changes.key ?? serverKey),
    model: changes.model ?? serverModel,
    dimensions: changes.dimensions ?? null,
  })

/** Makes the client try again at once. */
const atOnce = { 'retry-after-ms': '1' }

embedderContract('an OpenAI-compatible server', () => open())

describe('an OpenAI-compatible embedder', () => {
  it('asks the server how many dimensions a model has that it does not know', async () => {
    await using embedder = await open()
    expect(embedder.space).toEqual({ modelId: `openai/${serverModel}`, dimensions: 64 })
  })

  it('knows the models of OpenAI without asking', async () => {
    const before = server.requests.length
    await using embedder = await open({ model: 'text-embedding-3-small' })
    expect(embedder.space.dimensions).toBe(1536)
    expect(server.requests).toHaveLength(before)
  })

  it('asks for the dimensions that are set', async () => {
    await using embedder = await open({ dimensions: 16 })
    const [vector] = await embedder.embed(['text'], 'passage')
    expect(vector).toHaveLength(16)
    expect(server.requests.at(-1)?.dimensions).toBe(16)
    expect(embedder.space.modelId).toBe(`openai/${serverModel}@16`)
  })

  it('sends large texts in several requests', async () => {
    await using embedder = await open()
    const before = server.requests.length
    const texts = Array.from({ length: 32 }, (_, i) => `${i} ${'x'.repeat(20_000)}`)
    expect(await embedder.embed(texts, 'passage')).toHaveLength(32)
    expect(server.requests.slice(before).map(({ input }) => input.length)).toEqual([31, 1])
  })

  it.each([429, 500, 503])('tries again after %i', async (status) => {
    await using embedder = await open()
    server.failNext({ status, headers: atOnce }, { status, headers: atOnce })
    expect(await embedder.embed(['text'], 'passage')).toHaveLength(1)
  })

  it.each([
    [failure(401, 'Incorrect API key', null), 'embedder-refused', 'when-available'],
    [failure(403, 'Country not supported', null), 'embedder-refused', 'when-available'],
    [failure(404, 'No such model', null), 'embedder-not-found', 'when-available'],
    [failure(400, 'Not an embedding model', null), 'embedder-rejected', 'never'],
    [failure(422, 'Unknown field', null), 'embedder-rejected', 'never'],
    [{ status: 200, body: { data: [] } }, 'embedder-answer', 'never'],
    [{ status: 200, body: '<html>a page</html>' }, 'embedder-answer', 'never'],
  ])('says what %j means', async (fault, code, retryable) => {
    await using embedder = await open()
    server.failNext(fault)
    await expect(embedder.embed(['text'], 'passage')).rejects.toMatchObject({
      code,
      retryable,
      message: expect.stringContaining(server.baseUrl) as unknown,
      remedy: expect.any(String) as unknown,
    })
  })

  it.each([
    [failure(429, 'Too fast', 'rate_limit_exceeded'), 'embedder-busy', 'soon'],
    [
      failure(429, 'You exceeded your quota', 'insufficient_quota'),
      'embedder-quota',
      'when-available',
    ],
    [failure(503, 'Overloaded', null), 'embedder-unreachable', 'soon'],
  ])('gives up after %j again and again', async (fault, code, retryable) => {
    await using embedder = await open()
    server.failNext(...Array.from({ length: 2 }, () => ({ ...fault, headers: atOnce })))
    await expect(embedder.embed(['text'], 'query')).rejects.toMatchObject({ code, retryable })
  })

  it('refuses vectors of other dimensions than those of its space', async () => {
    await using embedder = await open()
    server.failNext({ status: 200, body: { data: [{ index: 0, embedding: [1, 0, 0] }] } })
    await expect(embedder.embed(['text'], 'passage')).rejects.toMatchObject({
      code: 'embedder-dimensions',
    })
  })

  it('says which server cannot be reached, and shows no key', async () => {
    const opening = open({ baseUrl: 'http://127.0.0.1:1/v1' })
    await expect(opening).rejects.toMatchObject({ code: 'embedder-unreachable', retryable: 'soon' })
    await expect(opening).rejects.toThrow('http://127.0.0.1:1/v1')
    await expect(opening).rejects.not.toThrow(serverKey)
  })

  it('says that the key is refused when it is', async () => {
    await expect(open({ key: 'wrong' })).rejects.toMatchObject({ code: 'embedder-refused' })
  })
})
