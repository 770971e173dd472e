import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted } from '../../src/http/schemas/video.ts'
import { browserNote, hasBrowser, openPage } from '../support/browser.ts'
import { asJson, startTestServer, untilSettled, type TestServer } from '../support/test-server.ts'

/** Of all scripts that a first load brings, compressed. */
const mostScriptBytes = 130_000

describe.skipIf(!hasBrowser)(`the first load${browserNote}`, () => {
  let server: TestServer
  let id: string

  beforeAll(async () => {
    server = await startTestServer({ worker: true })
    const segments = [{ start: 0, end: 5, text: 'Water boils at a hundred degrees.' }]
    const body = { title: 'Water', duration: 60, language: 'en', transcript: { segments } }
    const answer = await server.askFor(accepted, 202, '/videos', asJson(body))
    id = answer.id
    await untilSettled(server, id)
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
  })

  it.each(['/', '/?q=water', '/library', '/system', '/videos/:id'])(
    'of %s keeps the budget of scripts, the policy, and to its own host',
    async (path) => {
      await using opened = await openPage(server.address)
      const { page, errors } = opened
      const requests = await load(page, path.replace(':id', id))
      const scripts = requests.filter(({ type }) => type === 'script')
      expect(scripts.length).toBeGreaterThan(2)
      const bytes = scripts.reduce((sum, script) => sum + script.bytes, 0)
      expect(bytes).toBeGreaterThan(10_000)
      expect(bytes).toBeLessThanOrEqual(mostScriptBytes)
      expect(requests.map(({ origin }) => origin)).toEqual(requests.map(() => server.address))
      expect(errors).toEqual([])
    },
  )
})

interface Loaded {
  readonly origin: string
  readonly type: string
  /** Of the body as it came over the line. */
  readonly bytes: number
}

/** Everything that a page asks for until it is quiet, by a browser that knows no better compression than gzip. */
async function load(page: Page, path: string): Promise<Loaded[]> {
  const loading: Promise<Loaded>[] = []
  await page.setExtraHTTPHeaders({ 'accept-encoding': 'gzip' })
  page.on('requestfinished', (request) => {
    const { origin } = new URL(request.url())
    const type = request.resourceType()
    loading.push(
      request.sizes().then(({ responseBodySize }) => ({ origin, type, bytes: responseBodySize })),
    )
  })
  await page.goto(path)
  await page.getByText('Water').first().or(page.getByText('Database')).first().waitFor()
  // The connection for events stays open and does not count as traffic.
  await page.waitForLoadState('networkidle')
  return Promise.all(loading)
}
