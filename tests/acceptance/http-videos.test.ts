import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../src/http/schemas/common.ts'
import { stats } from '../../src/http/schemas/system.ts'
import { accepted, transcript, video, videoStatus } from '../../src/http/schemas/video.ts'
import { asJson, startTestServer, untilSettled, type TestServer } from '../support/test-server.ts'

const unknown = '01890000-0000-7000-8000-000000000000'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ worker: true })
})
afterAll(async () => server[Symbol.asyncDispose]())

async function importTalk(title: string, text = 'hello world', more: object = {}): Promise<string> {
  const segments = [{ start: 0, end: 2, text }]
  const body = { title, language: 'en', ...more, transcript: { segments } }
  const { id } = await server.askFor(accepted, 202, '/videos', asJson(body))
  await untilSettled(server, id)
  return id
}

describe('a video that lives elsewhere', () => {
  it('is added by the transcript that Whisper made', async () => {
    const whisper = {
      text: ' Hello world.',
      language: 'en',
      segments: [
        {
          id: 0,
          seek: 0,
          start: 0,
          end: 2.5,
          text: ' Hello world.',
          tokens: [1, 2],
          temperature: 0,
          words: [
            { start: 0, end: 1, text: 'Hello' },
            { start: 1, end: 2.5, text: 'world.' },
          ],
        },
      ],
    }
    const answer = await server.askFor(
      accepted,
      202,
      '/videos',
      asJson({ title: 'Elsewhere', url: 'https://example.org/talk', transcript: whisper }),
    )
    expect(answer).toMatchObject({
      existing: false,
      video_url: `/videos/${answer.id}`,
      status_url: `/videos/${answer.id}/status`,
    })
    expect(await untilSettled(server, answer.id)).toMatchObject({
      title: 'Elsewhere',
      origin: 'external',
      url: 'https://example.org/talk',
      duration: 2.5,
      media_url: null,
      transcript: { source: 'import' },
    })
    const said = await server.askFor(transcript, 200, `/videos/${answer.id}/transcript`)
    expect(said.complete).toBe(true)
    expect(said.segments).toHaveLength(1)
    expect(said.segments[0]?.words).toHaveLength(2)
  })

  it('has its segments one after the other, although two people spoke at once', async () => {
    const segments = [
      { start: 3, end: 9, text: 'the second' },
      { start: 1, end: 5, text: 'the first' },
    ]
    const request = asJson({ title: 'Both', transcript: { segments } })
    const { id } = await server.askFor(accepted, 202, '/videos', request)
    const said = await server.askFor(transcript, 200, `/videos/${id}/transcript`)
    expect(said.segments.map(({ start, end }) => [start, end])).toEqual([
      [1, 3],
      [3, 9],
    ])
  })

  it('of ten hours with a time for each word is taken whole', async () => {
    const segments = Array.from({ length: 9000 }, (_, index) => ({
      start: index * 4,
      end: index * 4 + 4,
      text: 'one two three four five six seven eight',
      words: Array.from({ length: 8 }, (_word, at) => ({
        start: index * 4 + at / 2,
        end: index * 4 + at / 2 + 0.5,
        text: 'word',
      })),
    }))
    const body = { title: 'Ten hours', transcript: { segments } }
    const { id } = await server.askFor(accepted, 202, '/videos', asJson(body))
    const said = await server.askFor(transcript, 200, `/videos/${id}/transcript`)
    expect(said.segments).toHaveLength(9000)
    await server.askFor(video, 200, `/videos/${id}`)
    expect((await server.ask(`/videos/${id}`, { method: 'DELETE' })).status).toBe(204)
  })

  it.each([
    ['no title', { transcript: { segments: [{ start: 0, end: 1, text: 'a' }] } }, 'title'],
    ['a blank title', { title: '  ', transcript: { segments: [] } }, 'title'],
    ['no transcript', { title: 'a' }, 'transcript'],
    [
      'a time that is text',
      { title: 'a', transcript: { segments: [{ start: '0', end: 1, text: 'a' }] } },
      'transcript.segments.0.start',
    ],
    [
      'a time before the start',
      { title: 'a', transcript: { segments: [{ start: -1, end: 1, text: 'a' }] } },
      'transcript.segments.0.start',
    ],
    [
      'an address that runs',
      { title: 'a', url: 'javascript:alert(1)', transcript: { segments: [] } },
      'url',
    ],
    [
      'a file of this machine',
      { title: 'a', url: 'file:///etc/passwd', transcript: { segments: [] } },
      'url',
    ],
  ])('is refused with %s, naming the place', async (_what, body, path) => {
    const document = await server.askFor(problem, 400, '/videos', asJson(body))
    expect(document.code).toBe('invalid-input')
    expect(document.errors?.map((error) => error.path)).toContain(path)
  })

  it.each([
    ['nothing is said', [{ start: 0, end: 1, text: ' ' }]],
    ['there is nothing', []],
    ['time runs backwards', [{ start: 2, end: 1, text: 'a' }]],
  ])('is refused where %s', async (_what, segments) => {
    const body = { title: 'a', transcript: { segments } }
    expect(await server.askFor(problem, 400, '/videos', asJson(body))).toMatchObject({
      code: 'invalid-transcript',
    })
  })

  it('keeps text that a database could not', async () => {
    const id = await importTalk('Nul \0 here', 'hel\0lo 🎬 \ud83d')
    expect((await server.askFor(video, 200, `/videos/${id}`)).title).toBe('Nul  here')
    const said = await server.askFor(transcript, 200, `/videos/${id}/transcript`)
    expect(said.segments[0]?.text).toContain('hello 🎬')
  })

  it.each([
    ['no JSON', 400, 'application/json', '{"title":'],
    ['nothing', 400, 'application/json', ''],
    ['a list', 400, 'application/json', '[]'],
    ['another type', 415, 'application/xml', '<video/>'],
    ['a poisoned prototype', 400, 'application/json', '{"__proto__":{"admin":true},"title":"a"}'],
  ])('is refused as %s', async (_what, status, type, body) => {
    const init = { method: 'POST', headers: { 'content-type': type }, body }
    const document = await server.askFor(problem, status, '/videos', init)
    expect(document.status).toBe(status)
  })
})

describe('a video', () => {
  it('is renamed', async () => {
    const id = await importTalk('Old title')
    const renamed = await server.askFor(
      video,
      200,
      `/videos/${id}`,
      asJson({ title: ' New ' }, 'PATCH'),
    )
    expect(renamed.title).toBe('New')
    for (const title of ['', '   ', 'x'.repeat(501), 5, undefined]) {
      await server.askFor(problem, 400, `/videos/${id}`, asJson({ title }, 'PATCH'))
    }
    expect((await server.askFor(video, 200, `/videos/${id}`)).title).toBe('New')
  })

  it('says how far it is', async () => {
    const id = await importTalk('Status')
    const status = await server.askFor(videoStatus, 200, `/videos/${id}/status`)
    expect(status).toMatchObject({
      video_id: id,
      status: 'ready',
      stage: null,
      progress: 1,
      searchable_until: 2,
      semantic: 'off',
      error: null,
    })
  })

  it('is removed for good', async () => {
    const id = await importTalk('To be removed')
    const before = (await server.askFor(stats, 200, '/stats')).videos
    const removed = await server.ask(`/videos/${id}`, { method: 'DELETE' })
    expect(removed.status).toBe(204)
    expect(await removed.text()).toBe('')
    for (const path of ['', '/status', '/transcript', '/transcript.srt', '/media', '/events']) {
      await server.askFor(problem, 404, `/videos/${id}${path}`)
    }
    await server.askFor(problem, 404, `/videos/${id}`, { method: 'DELETE' })
    expect((await server.askFor(stats, 200, '/stats')).videos).toBe(before - 1)
  })

  it('is processed again on demand', async () => {
    const id = await importTalk('Again')
    await server.askFor(video, 202, `/videos/${id}/retry`, asJson({ speech: false }))
    await server.askFor(video, 202, `/videos/${id}/retry`, asJson({}))
    // Its file is not here, so there is no speech to recognise.
    const refused = await server.askFor(
      problem,
      409,
      `/videos/${id}/retry`,
      asJson({ speech: true }),
    )
    expect(refused.code).toBe('no-file')
    await server.askFor(problem, 404, `/videos/${unknown}/retry`, asJson({}))
  })

  it.each([
    ['txt', 'text/plain; charset=utf-8', 'hello world'],
    ['vtt', 'text/vtt; charset=utf-8', '00:00:00.000 --> 00:00:02.000'],
    ['srt', 'application/x-subrip; charset=utf-8', '00:00:00,000 --> 00:00:02,000'],
  ])('gives its transcript as %s', async (extension, type, content) => {
    const id = await importTalk(`As ${extension}`)
    const response = await server.ask(`/videos/${id}/transcript.${extension}`)
    expect(response.headers.get('content-type')).toBe(type)
    expect(await response.text()).toContain(content)
    expect((await server.ask(`/videos/${id}/transcript.pdf`)).status).toBe(404)
  })

  it.each(['nope', '123', `${unknown}0`, '..%2f..', '%00', unknown.replace('7', 'f')])(
    'has no id such as “%s”',
    async (id) => {
      for (const path of ['', '/status', '/transcript', '/media', '/thumbnail', '/events']) {
        await server.askFor(problem, 400, `/videos/${id}${path}`)
      }
      await server.askFor(problem, 400, `/videos/${id}`, { method: 'DELETE' })
    },
  )
})
