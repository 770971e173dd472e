import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../src/http/schemas/common.ts'
import { asJson, startTestServer, type TestServer } from '../support/test-server.ts'

const token = 'a token of the tests, 0123456789'

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** `fetch` does not let a test lie about its host and origin. */
function ask(
  server: TestServer,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, server.address), { method, headers }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(pieces).toString(),
        }),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

function codeOf({ body }: Answer): string {
  return problem.parse(JSON.parse(body)).code
}

describe('a server with a token', () => {
  let server: TestServer

  beforeAll(async () => {
    server = await startTestServer({ env: { CUEPOINT_API_TOKEN: token } })
  })
  afterAll(async () => server[Symbol.asyncDispose]())

  it.each([
    '/videos',
    '/search?q=hello',
    '/stats',
    '/system',
    '/events',
    '/metrics',
    '/openapi.json',
    '/docs',
    '/videos/01890000-0000-7000-8000-000000000000',
    '/videos/01890000-0000-7000-8000-000000000000/media',
    '/videos/not-an-id',
  ])('does not answer %s without it', async (path) => {
    const answer = await ask(server, path)
    expect(answer.status).toBe(401)
    expect(codeOf(answer)).toBe('unauthorized')
    expect(answer.headers['www-authenticate']).toContain('Bearer')
  })

  it.each([
    ['POST', '/videos'],
    ['POST', '/videos/upload'],
    ['POST', '/uploads'],
    ['PATCH', '/uploads/00000000000000000000000000000000'],
    ['DELETE', '/videos/01890000-0000-7000-8000-000000000000'],
    ['POST', '/reindex'],
    ['POST', '/samples'],
    ['POST', '/nothing'],
  ])('does not do %s %s without it', async (method, path) => {
    expect((await ask(server, path, {}, method)).status).toBe(401)
  })

  it.each([
    `Bearer ${token}x`,
    `Bearer ${token.slice(0, -1)}`,
    'Bearer',
    'Bearer  ',
    `Basic ${Buffer.from(`:${token}`).toString('base64')}`,
    token,
  ])('does not take %j for it', async (authorization) => {
    expect((await ask(server, '/videos', { authorization })).status).toBe(401)
  })

  it('answers with it', async () => {
    expect((await ask(server, '/videos', { authorization: `Bearer ${token}` })).status).toBe(200)
  })

  it.each(['/health', '/ready', '/', '/library'])('answers %s to everybody', async (path) => {
    expect((await ask(server, path)).status).toBe(200)
  })

  it('gives its page to a browser at the address of a video, and nothing of the video', async () => {
    const path = '/videos/01890000-0000-7000-8000-000000000000'
    const answer = await ask(server, path, { accept: 'text/html,*/*;q=0.8' })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toContain('text/html')
  })

  it('exchanges it for a cookie that scripts cannot read and other sites cannot use', async () => {
    const opened = await server.ask('/session', asJson({ token }))
    expect(opened.status).toBe(204)
    const cookie = opened.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Strict/i)
    expect(cookie).not.toContain(token)
    const [pair = ''] = cookie.split(';')
    expect((await ask(server, '/videos', { cookie: pair })).status).toBe(200)
    expect((await ask(server, '/videos', { cookie: `${pair}0` })).status).toBe(401)
    expect((await ask(server, '/videos', { cookie: pair.replace(/=\d/, '=9') })).status).toBe(401)
  })

  it('forgets the cookie when asked to', async () => {
    const closed = await server.ask('/session', { method: 'DELETE' })
    expect(closed.status).toBe(204)
    expect(closed.headers.get('set-cookie')).toMatch(/cuepoint_session=;.*(Max-Age=0|1970)/i)
  })

  it('exchanges nothing for another token', async () => {
    const refused = await server.ask('/session', asJson({ token: 'guessed' }))
    expect(refused.status).toBe(401)
    expect(refused.headers.get('set-cookie')).toBeNull()
    expect((await server.ask('/session', asJson({}))).status).toBe(400)
  })

  it('knows its cookie after a restart', async () => {
    const opened = await server.ask('/session', asJson({ token }))
    const [cookie = ''] = (opened.headers.get('set-cookie') ?? '').split(';')
    await using other = await startTestServer({ env: { CUEPOINT_API_TOKEN: token } })
    expect((await ask(other, '/videos', { cookie })).status).toBe(200)
    await using another = await startTestServer({ env: { CUEPOINT_API_TOKEN: `${token} new` } })
    expect((await ask(another, '/videos', { cookie })).status).toBe(401)
  })
})

describe('a server without a token', () => {
  let server: TestServer
  let host: string

  beforeAll(async () => {
    server = await startTestServer()
    host = new URL(server.address).host
  })
  afterAll(async () => server[Symbol.asyncDispose]())

  it('has nothing to exchange', async () => {
    const opened = await server.ask('/session', asJson({ token: 'any' }))
    expect(opened.status).toBe(204)
    expect(opened.headers.get('set-cookie')).toBeNull()
  })

  it.each(['/videos', '/', '/health', '/nothing'])(
    'does not answer %s under a name that is not its own',
    async (path) => {
      const answer = await ask(server, path, { host: 'rebound.evil.example' })
      expect(answer.status).toBe(403)
      expect(codeOf(answer)).toBe('forbidden-host')
      expect(problem.parse(JSON.parse(answer.body)).remedy).toContain('CUEPOINT_PUBLIC_URL')
    },
  )

  it('answers under the other names of loopback', async () => {
    const { port } = new URL(server.address)
    expect((await ask(server, '/videos', { host: `localhost:${port}` })).status).toBe(200)
  })

  const foreign = [
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['an old browser on another site', { origin: 'https://evil.example' }],
    [
      'another port of this machine',
      { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' },
    ],
    ['a sandboxed frame', { origin: 'null' }],
    ['a picture on another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' }],
  ] as const

  it.each(foreign)('%s can read nothing', async (_who, headers) => {
    for (const path of ['/videos', '/search?q=hello', '/events', '/openapi.json']) {
      const answer = await ask(server, path, headers)
      expect(answer.status).toBe(403)
      expect(codeOf(answer)).toBe('forbidden-origin')
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  it.each(foreign)('%s can change nothing', async (_who, headers) => {
    const json = { ...headers, 'content-type': 'application/json' }
    expect((await ask(server, '/samples', headers, 'POST')).status).toBe(403)
    expect((await ask(server, '/reindex', json, 'POST', '{"scope":"chunks"}')).status).toBe(403)
    expect(
      (
        await ask(
          server,
          '/videos',
          { ...json, 'access-control-request-method': 'POST' },
          'OPTIONS',
        )
      ).status,
    ).toBe(403)
  })

  it('its own page can do both', async () => {
    const own = { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }
    expect((await ask(server, '/videos', own)).status).toBe(200)
    const json = { ...own, 'content-type': 'application/json' }
    expect((await ask(server, '/reindex', json, 'POST', '{"scope":"chunks"}')).status).toBe(202)
  })

  it('a link on another site leads to the page', async () => {
    const headers = {
      accept: 'text/html',
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
    }
    expect((await ask(server, '/', headers)).status).toBe(200)
  })

  it.each(['/', '/videos', '/nothing', '/docs'])('guards what it answers at %s', async (path) => {
    const { headers } = await ask(server, path)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['cross-origin-resource-policy']).toBe('same-origin')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/https?:|unsafe-eval|script-src[^;]*unsafe-inline/)
    // The page that shows the API is not ours, and stands alone in that.
    expect(policy.includes("'unsafe-inline'")).toBe(path === '/docs')
  })
})

it('the public address counts as its own', async () => {
  await using server = await startTestServer({
    env: { CUEPOINT_PUBLIC_URL: 'https://videos.example.org' },
  })
  const headers = { host: 'videos.example.org', origin: 'https://videos.example.org' }
  expect((await ask(server, '/videos', headers)).status).toBe(200)
})

it('what is secret is not logged', async () => {
  const lines: string[] = []
  const log = (fields: object, event: string) =>
    void lines.push(JSON.stringify({ event, ...fields }))
  const logger = { debug: log, info: log, warn: log, error: log }
  await using server = await startTestServer({ env: { CUEPOINT_API_TOKEN: token }, logger })
  await server.ask('/session', asJson({ token }))
  await server.ask('/videos?text=private', { headers: { authorization: `Bearer ${token}` } })
  await expect.poll(() => lines.join('\n')).toContain('/session')
  expect(lines.join('\n')).not.toContain(token)
  expect(lines.join('\n')).not.toContain('private')
})
