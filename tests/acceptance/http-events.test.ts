import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { readEvents } from '../../src/cli/event-stream.ts'
import { problem } from '../../src/http/schemas/common.ts'
import { accepted, video } from '../../src/http/schemas/video.ts'
import { asJson, startTestServer, untilSettled, type TestServer } from '../support/test-server.ts'

type Video = z.output<typeof video>

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ worker: true })
})
afterAll(async () => server[Symbol.asyncDispose]())

async function add(title: string): Promise<string> {
  const segments = [{ start: 0, end: 2, text: 'hello world' }]
  const { id } = await server.askFor(
    accepted,
    202,
    '/videos',
    asJson({ title, transcript: { segments } }),
  )
  return id
}

/** The videos that an event stream tells of, until `isEnough`. */
async function follow(
  path: string,
  isEnough: (video: Video) => boolean,
  meanwhile: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Video[]> {
  const controller = new AbortController()
  const response = await server.ask(path, { signal: controller.signal })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const doing = meanwhile()
  const told: Video[] = []
  for await (const { event, data } of readEvents(response.body)) {
    expect(event).toBe('video')
    told.push(video.parse(JSON.parse(data)))
    if (told.some(isEnough)) break
  }
  await doing
  controller.abort()
  return told
}

describe('an event stream', () => {
  it('tells of a video as it is, and of every change until it is ready', async () => {
    const id = await add('Followed')
    const told = await follow(`/videos/${id}/events`, ({ status }) => status.status === 'ready')
    expect(new Set(told.map((one) => one.id))).toEqual(new Set([id]))
    const order = ['queued', 'processing', 'ready']
    const states = told.map(({ status }) => order.indexOf(status.status))
    expect(states).toEqual(states.toSorted())
    expect(told.at(-1)?.status.searchable_until).toBe(2)
  })

  it('of one video tells of nothing else', async () => {
    const id = await add('Only this')
    await untilSettled(server, id)
    const told = await follow(
      `/videos/${id}/events`,
      ({ title }) => title === 'Renamed',
      async () => {
        await untilSettled(server, await add('Not this'))
        await server.askFor(video, 200, `/videos/${id}`, asJson({ title: 'Renamed' }, 'PATCH'))
      },
    )
    expect(told.map(({ title }) => title)).toEqual(['Only this', 'Renamed'])
  })

  it('of the library tells of videos that come after it began', async () => {
    let id = ''
    const told = await follow(
      '/events',
      (one) => one.id === id && one.status.status === 'ready',
      async () => {
        id = await add('Came later')
      },
    )
    expect(told.some(({ title }) => title === 'Came later')).toBe(true)
  })

  it('of one video ends when it is deleted, and is a 404 for who comes back', async () => {
    const id = await add('Short-lived')
    await untilSettled(server, id)
    const told = await follow(
      `/videos/${id}/events`,
      () => false,
      () => server.ask(`/videos/${id}`, { method: 'DELETE' }),
    )
    expect(new Set(told.map((one) => one.id))).toEqual(new Set([id]))
    await server.askFor(problem, 404, `/videos/${id}/events`)
  })

  it('of a video that is not there is a 404', async () => {
    await server.askFor(problem, 404, '/videos/01890000-0000-7000-8000-000000000000/events')
  })

  it('cannot be asked for by HEAD, which would wait for its end', async () => {
    expect((await server.ask('/events', { method: 'HEAD' })).status).toBe(404)
  })
})

it('a server that closes ends its streams, as an end and not as a break', async () => {
  await using closing = await startTestServer()
  const response = await closing.ask('/events')
  const reading = response.text()
  await closing.stop()
  expect(await reading).toContain('retry: 2000')
})
