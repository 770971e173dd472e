import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../src/http/schemas/common.ts'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { accepted } from '../../src/http/schemas/video.ts'
import { asJson, startTestServer, untilSettled, type TestServer } from '../support/test-server.ts'

let server: TestServer
let talk: string
let vortrag: string

beforeAll(async () => {
  server = await startTestServer({ worker: true })
  talk = await add('A talk', 'en', [
    'The lighthouse keeper lights the lamp.',
    'A <b>storm</b> & waves came over night.',
  ])
  vortrag = await add('Ein Vortrag', 'de', ['Der Leuchtturm steht auf dem Felsen.'])
})
afterAll(async () => server[Symbol.asyncDispose]())

async function add(title: string, language: string, sentences: string[]): Promise<string> {
  const segments = sentences.map((text, index) => ({
    start: index * 100,
    end: index * 100 + 5,
    text,
    speaker: 'Ada',
  }))
  const body = { title, language, transcript: { language, segments } }
  const { id } = await server.askFor(accepted, 202, '/videos', asJson(body))
  await untilSettled(server, id)
  return id
}

const find = (query: string) => server.askFor(searchAnswer, 200, `/search?${query}`)

describe('a search', () => {
  it('answers with the moments, ready to play', async () => {
    const answer = await find('q=lighthouse')
    expect(answer).toMatchObject({ query: 'lighthouse', searched: { videos: 2 } })
    expect(answer.groups).toBeUndefined()
    expect(answer.results[0]).toMatchObject({
      video: { id: talk, title: 'A talk', thumbnail_url: null, has_picture: false },
      frame_url: null,
      speaker: 'Ada',
    })
    expect(answer.results[0]?.url).toMatch(new RegExp(`^/videos/${talk}\\?t=[\\d.]+&q=lighthouse$`))
    expect(answer.legs.keyword.state).toBe('ok')
    expect(answer.legs.semantic).toMatchObject({ state: 'off' })
    expect(answer.legs.semantic.reason).toBeDefined()
  })

  it('escapes what was said', async () => {
    const { results } = await find('q=storm')
    expect(results[0]?.snippet).toContain('<mark>storm</mark>')
    expect(results[0]?.snippet).not.toContain('<b>')
  })

  it('stays within a video or a language', async () => {
    expect((await find(`q=lighthouse&video=${vortrag}`)).total).toBe(0)
    expect((await find(`q=lighthouse&video=${vortrag}&video=${talk}`)).total).toBe(1)
    expect((await find('q=leuchtturm&language=de')).total).toBe(1)
    expect((await find('q=leuchtturm&language=en')).total).toBe(0)
    expect((await find('q=leuchtturm&language=en&language=de')).total).toBe(1)
    expect((await find('q=leuchtturm&language=%00')).total).toBe(0)
  })

  it('groups by video', async () => {
    const answer = await find('q=lighthouse&group=video')
    expect(answer.results).toEqual([])
    expect(answer.groups).toMatchObject([{ video: { id: talk }, total: 1 }])
  })

  it('goes page by page', async () => {
    expect((await find('q=lighthouse&offset=1')).results).toEqual([])
    expect((await find('q=lighthouse&offset=1')).total).toBe(1)
  })

  it('may find nothing', async () => {
    expect(await find('q=zeppelin&mode=keyword')).toMatchObject({ total: 0, results: [] })
  })

  it.each([
    ['SQL', `'; drop table videos; --`],
    ['the syntax of tsquery', `lighthouse & | ! <-> :* (`],
    ['an unbalanced quote', `"lighthouse keeper`],
    ['NUL', 'light\0house'],
    ['right to left', 'منارة lighthouse'],
    ['half a letter', 'lighthouse \ud83d'],
    ['a wildcard', 'light% lamp_'],
    ['an exclusion', 'lighthouse -storm'],
  ])('answers %s', async (_what, text) => {
    const answer = await server.ask(`/search?${new URLSearchParams({ q: text }).toString()}`)
    expect(answer.status).toBe(200)
  })

  it.each([
    ['nothing', ''],
    ['only white space', '   '],
    ['only signs', '!?& | ()'],
    ['only exclusions', '-lighthouse'],
    ['10,000 letters', 'lighthouse '.repeat(910)],
    ['10,000 letters of three bytes each', '灯'.repeat(10_000)],
  ])('is refused for %s, saying why', async (_what, text) => {
    const query = new URLSearchParams({ q: text }).toString()
    const document = await server.askFor(problem, 400, `/search?${query}`)
    expect(document).toMatchObject({ code: 'invalid-query' })
    expect(document.remedy).toBeDefined()
  })

  it('is refused when not even its address can be read', async () => {
    const response = await server.ask(`/search?q=${'x'.repeat(200_000)}`)
    expect(response.status).toBe(431)
    expect(problem.parse(await response.json())).toMatchObject({ code: 'too-large' })
  })

  it.each([
    ['', 'q'],
    ['q=a&q=b', 'q'],
    ['q=a&limit=0', 'limit'],
    ['q=a&limit=201', 'limit'],
    ['q=a&offset=-1', 'offset'],
    ['q=a&mode=magic', 'mode'],
    ['q=a&group=speaker', 'group'],
    ['q=a&video=nope', 'video'],
  ])('is refused as “%s”', async (query, path) => {
    const document = await server.askFor(problem, 400, `/search?${query}`)
    expect(document.code).toBe('invalid-input')
    expect(document.errors?.[0]?.path).toBe(path)
  })
})
