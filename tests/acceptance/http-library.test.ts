import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../src/http/schemas/common.ts'
import { stats } from '../../src/http/schemas/system.ts'
import { accepted, reindexAnswer, videoList } from '../../src/http/schemas/video.ts'
import { asJson, startTestServer, untilSettled, type TestServer } from '../support/test-server.ts'

describe('a list of videos', () => {
  let own: TestServer

  beforeAll(async () => {
    own = await startTestServer()
    for (const [title, duration] of [
      ['Beta', 30],
      ['alpha', 10],
      ['Gamma 100%', 20],
    ] as const) {
      const segments = [{ start: 0, end: duration, text: 'hello' }]
      await own.askFor(
        accepted,
        202,
        '/videos',
        asJson({ title, duration, transcript: { segments } }),
      )
    }
  })
  afterAll(async () => own[Symbol.asyncDispose]())

  const titles = async (query: string) => {
    const { videos, total } = await own.askFor(videoList, 200, `/videos?${query}`)
    return { titles: videos.map(({ title }) => title), total }
  }

  it.each([
    ['', ['Gamma 100%', 'alpha', 'Beta'], 3],
    ['order=asc', ['Beta', 'alpha', 'Gamma 100%'], 3],
    ['sort=title&order=asc', ['alpha', 'Beta', 'Gamma 100%'], 3],
    ['sort=duration', ['Beta', 'Gamma 100%', 'alpha'], 3],
    ['sort=title&order=asc&limit=1&offset=1', ['Beta'], 3],
    ['offset=100000', [], 3],
    ['text=ALPH', ['alpha'], 1],
    ['text=100%25', ['Gamma 100%'], 1],
    ['text=%25', ['Gamma 100%'], 1],
    ['text=_', [], 0],
    ['text=%00', ['Gamma 100%', 'alpha', 'Beta'], 3],
    ['status=queued', ['Gamma 100%', 'alpha', 'Beta'], 3],
    ['status=failed', [], 0],
  ])('with “%s” is %j', async (query, expected, total) => {
    expect(await titles(query)).toEqual({ titles: expected, total })
  })

  it.each([
    'limit=0',
    'limit=201',
    'limit=ten',
    'limit=1.5',
    'offset=-1',
    'offset=100001',
    'sort=id',
    'sort=title;drop table videos',
    'order=random',
    'status=gone',
    `text=${'x'.repeat(201)}`,
    'limit=1&limit=2',
  ])('is refused with “%s”', async (query) => {
    const document = await own.askFor(problem, 400, `/videos?${query}`)
    expect(document).toMatchObject({ code: 'invalid-input' })
    expect(document.errors?.[0]?.path).toBe(query.split('=')[0])
  })
})

describe('the library', () => {
  let server: TestServer

  beforeAll(async () => {
    server = await startTestServer({ worker: true })
  })
  afterAll(async () => server[Symbol.asyncDispose]())

  async function addTalk(title: string): Promise<string> {
    const segments = [{ start: 0, end: 2, text: 'hello world' }]
    const body = { title, language: 'en', transcript: { segments } }
    const { id } = await server.askFor(accepted, 202, '/videos', asJson(body))
    await untilSettled(server, id)
    return id
  }

  it('is indexed anew, in whole or in part', async () => {
    const id = await addTalk('To index')
    const { videos } = await server.askFor(
      reindexAnswer,
      202,
      '/reindex',
      asJson({ scope: 'chunks' }),
    )
    expect(videos).toBeGreaterThanOrEqual(1)
    const one = asJson({ scope: 'embeddings', videos: [id] })
    expect(await server.askFor(reindexAnswer, 202, '/reindex', one)).toEqual({ videos: 1 })
    const none = asJson({ scope: 'chunks', videos: [] })
    expect(await server.askFor(reindexAnswer, 202, '/reindex', none)).toEqual({ videos: 0 })
    await server.askFor(problem, 400, '/reindex', asJson({ scope: 'everything' }))
    await server.askFor(problem, 400, '/reindex', asJson({ scope: 'chunks', videos: ['nope'] }))
  })

  it('takes the videos that come with Cuepoint, once', async () => {
    expect((await server.askFor(stats, 200, '/stats')).samples_available).toBe(true)
    const first = await server.askFor(videoList, 202, '/samples', { method: 'POST' })
    expect(first.total).toBeGreaterThanOrEqual(4)
    expect(first.videos.every(({ origin }) => origin === 'sample')).toBe(true)
    const again = await server.askFor(videoList, 202, '/samples', asJson({}))
    expect(again.videos.map(({ id }) => id)).toEqual(first.videos.map(({ id }) => id))
    expect((await server.askFor(stats, 200, '/stats')).samples_available).toBe(false)
  })

  it('is told in a few numbers', async () => {
    await addTalk('Counted')
    const told = await server.askFor(stats, 200, '/stats')
    expect(told.videos).toBeGreaterThan(0)
    expect(told.duration).toBeGreaterThan(0)
    expect(told.languages[0]?.language).toBe('en')
  })
})
