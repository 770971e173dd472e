import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createOpenApiDocument } from '../../src/http/openapi.ts'
import { problem } from '../../src/http/schemas/common.ts'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { health, pullAnswer, system } from '../../src/http/schemas/system.ts'
import { asJson, startTestServer, type TestServer } from '../support/test-server.ts'

const isBuilt = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => server[Symbol.asyncDispose]())

it('says that it runs and that it is ready', async () => {
  expect(await server.askFor(health, 200, '/health')).toEqual({ status: 'ok' })
  expect(await server.askFor(health, 200, '/ready')).toEqual({ status: 'ok' })
})

describe('the system', () => {
  it('tells how each part stands', async () => {
    const report = await server.askFor(system, 200, '/system')
    expect(report.mode).toBe('embedded')
    expect(report.parts.map(({ name }) => name)).toEqual([
      'database',
      'files',
      'media',
      'recogniser',
      'speakers',
      'embedder',
      'vectors',
      'fulltext',
      'queue',
    ])
    const stateOf = (name: string) => report.parts.find((part) => part.name === name)?.state
    expect(stateOf('database')).toBe('ok')
    expect(stateOf('recogniser')).toBe('off')
    expect(stateOf('speakers')).toBe('off')
    expect(stateOf('embedder')).toBe('off')
    expect(stateOf('vectors')).toBe('off')
    expect(stateOf('queue')).toBe('ok')
    for (const part of report.parts) {
      expect(part.summary).not.toBe('')
      if (part.state === 'failed') expect(part.problem).not.toBeNull()
    }
    expect(report.models.length).toBeGreaterThan(0)
    expect(report.models.every((model) => !model.in_use && model.state === 'absent')).toBe(true)
  })

  it('says what is missing and how to bring it', async () => {
    await using other = await startTestServer({
      env: {
        CUEPOINT_TRANSCRIBER: 'local',
        CUEPOINT_SPEAKERS: 'local',
        CUEPOINT_EMBEDDER: 'local',
        FFMPEG_PATH: '/nowhere/ffmpeg',
        FFPROBE_PATH: '/nowhere/ffprobe',
      },
    })
    const { parts, models } = await other.askFor(system, 200, '/system')
    for (const name of ['recogniser', 'speakers', 'embedder']) {
      const part = parts.find((one) => one.name === name)
      expect(part).toMatchObject({ state: 'failed', problem: { code: 'model-missing' } })
      expect(part?.problem?.remedy).toContain('cuepoint models pull')
    }
    expect(parts.find(({ name }) => name === 'media')).toMatchObject({
      state: 'failed',
      problem: { code: 'ffmpeg-missing' },
    })
    expect(models.filter((model) => model.in_use).length).toBeGreaterThanOrEqual(2)
  })
})

describe('a model', () => {
  it('is brought in the background', async () => {
    const answer = await server.askFor(pullAnswer, 202, '/models/whisper-tiny.en/pull', asJson({}))
    expect(answer).toEqual({ key: 'whisper-tiny.en', state: 'downloading' })
    // The hub may not be asked in tests, and that is told where people look for it.
    await expect
      .poll(async () => {
        const { models } = await server.askFor(system, 200, '/system')
        return models.find(({ key }) => key === 'whisper-tiny.en')?.problem?.code
      })
      .toBe('model-missing')
  })

  it('that nobody knows is a 404', async () => {
    await server.askFor(problem, 404, '/models/whisper-enormous/pull', { method: 'POST' })
  })
})

it('tells its figures to Prometheus', async () => {
  await server.askFor(searchAnswer, 200, '/search?q=hello')
  await server.ask('/videos/nope')
  const response = await server.ask('/metrics')
  expect(response.headers.get('content-type')).toContain('text/plain')
  const text = await response.text()
  for (const line of [
    /^cuepoint_http_request_duration_seconds_count\{method="GET",route="\/videos\/:id",status="400"\} [1-9]/m,
    /^cuepoint_search_duration_seconds_count\{leg="all"\} [1-9]/m,
    /^cuepoint_search_duration_seconds_count\{leg="keyword"\} [1-9]/m,
    /^cuepoint_videos\{state="ready"\} \d/m,
    /^cuepoint_videos\{state="failed"\} \d/m,
    /^cuepoint_queue_jobs\{queue="probe",state="waiting"\} \d/m,
    /^process_resident_memory_bytes \d/m,
  ]) {
    expect(text).toMatch(line)
  }
})

describe('the description of the API', () => {
  const operation = z.object({
    operationId: z.string(),
    summary: z.string(),
    tags: z.array(z.string()),
  })

  it('is OpenAPI 3.1, the same as without a server', async () => {
    const served = z.json().parse(await (await server.ask('/openapi.json')).json())
    expect(served).toMatchObject({ openapi: '3.1.0', info: { title: 'Cuepoint' } })
    expect(served).toEqual(JSON.parse(JSON.stringify(await createOpenApiDocument())))
  })

  it('names every operation once and refers to nothing that is not there', async () => {
    const text = JSON.stringify(await createOpenApiDocument())
    const { paths, components } = z
      .object({
        paths: z.record(z.string(), z.record(z.string(), operation)),
        components: z.record(z.string(), z.record(z.string(), z.unknown())),
      })
      .parse(JSON.parse(text))
    const ids = Object.values(paths).flatMap((path) =>
      Object.values(path).map((one) => one.operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, kind = '', name = ''] of text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)) {
      expect(components[kind]).toHaveProperty(name)
    }
    expect(Object.keys(paths['/uploads/{upload}'] ?? {}).toSorted()).toEqual([
      'delete',
      'head',
      'patch',
    ])
  })

  it('has a page that asks nobody else', async () => {
    const page = await (await server.ask('/docs')).text()
    expect(page).toContain('swagger')
    expect(page).not.toMatch(/(src|href)="https?:/)
    const initializer = await (await server.ask('/docs/static/swagger-initializer.js')).text()
    expect(initializer).toContain('"validatorUrl":null')
  })
})

describe('the web app', () => {
  const page = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } }

  it.each(['/', '/library', '/system', '/videos/01890000-0000-7000-8000-000000000000?t=5&q=x'])(
    'is at %s',
    async (path) => {
      const response = await server.ask(path, page)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(response.headers.get('cache-control')).toBe('no-cache')
      expect(await response.text()).toContain('<title>')
    },
  )

  it.each(['/system', '/videos/01890000-0000-7000-8000-000000000000'])(
    'and a program get what each asks for at %s, and caches know it',
    async (path) => {
      const forPerson = await server.ask(path, page)
      const forProgram = await server.ask(path, { headers: { accept: 'application/json' } })
      expect(forPerson.headers.get('vary')).toMatch(/^Accept(,|$)/)
      expect(forProgram.headers.get('vary')).toBe('Accept')
      expect(forProgram.headers.get('cache-control')).toBe('no-store')
      expect(forProgram.headers.get('content-type')).toMatch(/json/)
    },
  )

  it.skipIf(!isBuilt)('lets browsers keep its files, whose names change with them', async () => {
    const [asset = ''] =
      /\/assets\/[^"]+\.js/.exec(await (await server.ask('/', page)).text()) ?? []
    const response = await server.ask(asset, { headers: { 'accept-encoding': 'gzip' } })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('javascript')
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  it('tells people of addresses that are not there, and programs too', async () => {
    const forPerson = await server.ask('/nothing/here', page)
    expect(forPerson.status).toBe(404)
    expect(forPerson.headers.get('content-type')).toContain('text/html')
    expect((await server.askFor(problem, 404, '/nothing/here')).code).toBe('not-found')
    expect((await server.askFor(problem, 404, '/videos', { method: 'PUT' })).code).toBe('not-found')
  })

  it.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/..%5c..%5cpackage.json',
    '/.env',
    '/assets/%00',
  ])('gives away no other file, as %s', async (path) => {
    const response = await server.ask(path)
    expect([400, 403, 404]).toContain(response.status)
    expect(await response.text()).not.toContain('"dependencies"')
  })

  it('answers an address that cannot be read', async () => {
    expect((await server.askFor(problem, 400, '/%zz')).code).toBe('invalid-request')
    expect((await server.ask(`/videos/${'x'.repeat(1000)}`)).status).toBeGreaterThanOrEqual(400)
  })
})
