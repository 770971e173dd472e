import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../src/http/schemas/common.ts'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { accepted, video } from '../../src/http/schemas/video.ts'
import { ffmpegNote, hasFfmpeg, makeSound, makeVideo } from '../support/media.ts'
import { asJson, startTestServer, untilSettled, type TestServer } from '../support/test-server.ts'

const captions = `1
00:00:00,000 --> 00:00:02,000
Good morning and welcome.

2
00:00:02,000 --> 00:00:04,000
Today the lighthouse is our subject.
`

describe('bytes of a video', () => {
  let server: TestServer
  let path: string
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251))

  beforeAll(async () => {
    server = await startTestServer()
    const body = new FormData()
    body.append('file', new File([bytes], 'Größe "1".mp4'))
    const { id } = await server.askFor(accepted, 202, '/videos/upload', { method: 'POST', body })
    path = `/videos/${id}/media?download`
  })
  afterAll(async () => server[Symbol.asyncDispose]())

  const get = (headers: Record<string, string> = {}, method = 'GET') =>
    server.ask(path, { method, headers })
  const bodyOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

  it('come whole, under their name', async () => {
    const response = await get()
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe('1000')
    expect(response.headers.get('accept-ranges')).toBe('bytes')
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="Gr__e _1_.mp4"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.mp4`,
    )
    expect(await bodyOf(response)).toEqual(bytes)
  })

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=0-99', 0, 99],
    ['bytes=990-', 990, 999],
    ['bytes=990-5000', 990, 999],
    ['bytes=-10', 990, 999],
    ['bytes=-5000', 0, 999],
  ])('%s come as a part', async (range, start, end) => {
    const response = await get({ range })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end}/1000`)
    expect(response.headers.get('content-length')).toBe(String(end - start + 1))
    expect(await bodyOf(response)).toEqual(bytes.subarray(start, end + 1))
  })

  it.each(['bytes=1000-', 'bytes=2000-3000', 'bytes=-0'])('%s are not there', async (range) => {
    const response = await get({ range })
    expect(response.status).toBe(416)
    expect(response.headers.get('content-range')).toBe('bytes */1000')
    expect(await bodyOf(response)).toHaveLength(0)
  })

  it.each(['bytes=5-4', 'bytes=0-1,5-6', 'pages=1', 'nonsense'])(
    'for %s all come',
    async (range) => {
      const response = await get({ range })
      expect(response.status).toBe(200)
      expect(await bodyOf(response)).toHaveLength(1000)
    },
  )

  it('do not come again to who has them', async () => {
    const known = await get()
    const etag = known.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[^"]+"$/)
    for (const condition of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await get({ 'if-none-match': condition })
      expect(response.status).toBe(304)
      expect(response.headers.get('etag')).toBe(etag)
      expect(await bodyOf(response)).toHaveLength(0)
    }
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200)
    const date = known.headers.get('last-modified') ?? ''
    expect((await get({ 'if-modified-since': date })).status).toBe(304)
    expect((await get({ 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' })).status).toBe(200)
    expect((await get({ 'if-modified-since': date, 'if-none-match': '"other"' })).status).toBe(200)
  })

  it('come as a part only of the file that was begun with', async () => {
    const known = await get()
    const etag = known.headers.get('etag') ?? ''
    const date = known.headers.get('last-modified') ?? ''
    const part = { range: 'bytes=0-9' }
    expect((await get({ ...part, 'if-range': etag })).status).toBe(206)
    expect((await get({ ...part, 'if-range': date })).status).toBe(206)
    expect((await get({ ...part, 'if-range': '"other"' })).status).toBe(200)
    expect((await get({ ...part, 'if-range': `W/${etag}` })).status).toBe(200)
    expect((await get({ ...part, 'if-range': 'Thu, 01 Jan 1970 00:00:00 GMT' })).status).toBe(200)
  })

  it('are announced to HEAD and not sent', async () => {
    const response = await get({}, 'HEAD')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe('1000')
    expect(response.headers.get('etag')).toBe((await get()).headers.get('etag'))
    const part = await get({ range: 'bytes=0-9' }, 'HEAD')
    expect(part.status).toBe(206)
    expect(part.headers.get('content-length')).toBe('10')
  })

  it('cannot be played before they were examined', async () => {
    const response = await server.ask(path.replace('?download', ''))
    expect(response.status).toBe(404)
    expect(problem.parse(await response.json()).code).toBe('no-media')
  })

  it('of a video that lives elsewhere are not here', async () => {
    const segments = [{ start: 0, end: 1, text: 'hello' }]
    const { id } = await server.askFor(
      accepted,
      202,
      '/videos',
      asJson({ title: 'Elsewhere', url: 'https://example.org/talk', transcript: { segments } }),
    )
    for (const address of [`/videos/${id}/media`, `/videos/${id}/media?download`]) {
      expect(await server.askFor(problem, 409, address)).toMatchObject({ code: 'no-file' })
    }
    for (const picture of ['thumbnail', 'frame?t=1', 'storyboard/0.jpg']) {
      expect((await server.ask(`/videos/${id}/${picture}`)).status).toBe(404)
    }
  })
})

describe.skipIf(!hasFfmpeg)(`a captioned video${ffmpegNote}`, () => {
  let server: TestServer
  let folder: string
  let id: string

  beforeAll(async () => {
    server = await startTestServer({ worker: true })
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-media-'))
    await makeVideo(join(folder, 'talk.mp4'), { seconds: 4 })
    const body = new FormData()
    body.append('file', new File([await readFile(join(folder, 'talk.mp4'))], 'talk.mp4'))
    body.append('captions', new File([captions], 'talk.srt'))
    body.append('title', 'A talk')
    const answer = await server.askFor(accepted, 202, '/videos/upload', { method: 'POST', body })
    id = answer.id
    await untilSettled(server, id)
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  const pictured = async () => {
    await expect
      .poll(async () => (await server.askFor(video, 200, `/videos/${id}`)).thumbnail_url, {
        timeout: 60_000,
      })
      .not.toBeNull()
    return server.askFor(video, 200, `/videos/${id}`)
  }

  it('is found by what is said in it, at its second', async () => {
    const answer = await server.askFor(searchAnswer, 200, '/search?q=lighthouse')
    expect(answer.results).toHaveLength(1)
    const [moment] = answer.results
    expect(moment).toMatchObject({
      video: { id, title: 'A talk', has_picture: true },
      frame_url: `/videos/${id}/frame?t=2`,
      url: `/videos/${id}?t=${moment?.jump_to ?? ''}&q=lighthouse`,
    })
    // Playing starts with the sentence, or a breath before it.
    expect(moment?.jump_to).toBeGreaterThanOrEqual(1.5)
    expect(moment?.jump_to).toBeLessThanOrEqual(2)
    expect(moment?.snippet).toContain('<mark>lighthouse</mark>')
  })

  it('plays', async () => {
    const found = await server.askFor(video, 200, `/videos/${id}`)
    expect(found).toMatchObject({ has_picture: true, media_url: `/videos/${id}/media` })
    const response = await server.ask(found.media_url ?? '')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('video/mp4')
    expect(response.headers.get('content-disposition')).toBeNull()
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(bytes.equals(await readFile(join(folder, 'talk.mp4')))).toBe(true)
  })

  it('has a picture that stands for it, and sheets of small ones', async () => {
    const { thumbnail_url: thumbnail, storyboard } = await pictured()
    for (const url of [thumbnail ?? '', ...(storyboard?.sheets ?? [])]) {
      const response = await server.ask(url)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('image/jpeg')
      expect(Buffer.from(await response.arrayBuffer()).subarray(0, 2)).toEqual(
        Buffer.from([0xff, 0xd8]),
      )
    }
    expect(storyboard?.sheets.length).toBeGreaterThan(0)
    expect((await server.ask(`/videos/${id}/storyboard/99.jpg`)).status).toBe(404)
    expect((await server.ask(`/videos/${id}/storyboard/-1.jpg`)).status).toBe(404)
  })

  it('has the picture of any second, made once', async () => {
    const first = await server.ask(`/videos/${id}/frame?t=2.7`)
    expect(first.status).toBe(200)
    expect(first.headers.get('content-type')).toBe('image/jpeg')
    expect(first.headers.get('cache-control')).toContain('max-age')
    const etag = first.headers.get('etag') ?? ''
    const again = await server.ask(`/videos/${id}/frame?t=2`, {
      headers: { 'if-none-match': etag },
    })
    expect(again.status).toBe(304)
    expect((await server.ask(`/videos/${id}/frame?t=9999`)).status).toBe(200)
    expect((await server.ask(`/videos/${id}/frame?t=-1`)).status).toBe(400)
    expect((await server.ask(`/videos/${id}/frame?t=soon`)).status).toBe(400)
  })

  it('gives its words back as captions', async () => {
    const vtt = await server.ask(`/videos/${id}/transcript.vtt`)
    expect(vtt.headers.get('content-type')).toBe('text/vtt; charset=utf-8')
    expect(await vtt.text()).toContain('00:00:02.000 --> 00:00:04.000\nToday the lighthouse')
  })

  it('takes other captions later, and is found by those', async () => {
    const changed = await server.askFor(video, 202, `/videos/${id}/captions`, {
      method: 'PUT',
      headers: { 'content-type': 'text/vtt' },
      body: 'WEBVTT\n\n00:01.000 --> 00:03.000\nThe windmill turns.\n',
    })
    expect(changed.id).toBe(id)
    await untilSettled(server, id)
    expect((await server.askFor(searchAnswer, 200, '/search?q=windmill')).total).toBe(1)
    expect(
      (await server.askFor(searchAnswer, 200, '/search?q=lighthouse&mode=keyword')).total,
    ).toBe(0)
  })

  it('takes them as a form too, and refuses what is none', async () => {
    const body = new FormData()
    body.append('captions', new File([captions], 'talk.srt'))
    await server.askFor(video, 202, `/videos/${id}/captions`, { method: 'PUT', body })
    await untilSettled(server, id)
    const put = (type: string, text: string) => ({
      method: 'PUT',
      headers: { 'content-type': type },
      body: text,
    })
    const captionsPath = `/videos/${id}/captions`
    const refused = await server.askFor(problem, 422, captionsPath, put('text/plain', 'a letter'))
    expect(refused.code).toBe('invalid-captions')
    await server.askFor(problem, 415, captionsPath, put('application/json', '{}'))
    await server.askFor(problem, 415, captionsPath, put('video/mp4', 'x'))
    await server.askFor(problem, 400, captionsPath, { method: 'PUT', body: new FormData() })
    const unknown = '/videos/01890000-0000-7000-8000-000000000000/captions'
    await server.askFor(problem, 404, unknown, put('text/vtt', captions))
  })

  it('of sound alone has no picture', async () => {
    const path = join(folder, 'talk.mp3')
    await makeSound(path, { seconds: 2 })
    const body = new FormData()
    body.append('file', new File([await readFile(path)], 'talk.mp3'))
    body.append('captions', new File([captions], 'talk.srt'))
    const sound = await server.askFor(accepted, 202, '/videos/upload', { method: 'POST', body })
    expect(await untilSettled(server, sound.id)).toMatchObject({
      has_picture: false,
      thumbnail_url: null,
    })
    expect((await server.ask(`/videos/${sound.id}/frame?t=1`)).status).toBe(404)
    const media = await server.ask(`/videos/${sound.id}/media`)
    expect(media.headers.get('content-type')).toBe('audio/mpeg')
  })
})
