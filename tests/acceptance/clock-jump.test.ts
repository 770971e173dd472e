import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, video } from '../../src/http/schemas/video.ts'
import { startPostgresServer, whyNot, type PostgresServer } from '../support/postgres-server.ts'
import { openServerMode } from '../support/server-mode.ts'
import { asJson } from '../support/test-server.ts'
import { until } from '../support/until.ts'

const reason = whyNot('postgres-18')

/** A process counts as dead after 30 s; others look for that every 10 s. */
const tooLongMs = 45_000
const takenOverWithinMs = 60_000

/** The clock of the database alone says who is dead, so these need no common time. */
describe.skipIf(reason !== null)(
  `processes whose clocks jump${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let postgres: PostgresServer

    beforeAll(async () => {
      postgres = await startPostgresServer('postgres-18')
    })
    afterAll(() => postgres[Symbol.asyncDispose]())

    it.concurrent.each([
      { holder: 5, other: -5 },
      { holder: -5, other: 5 },
    ])(
      'keep their jobs as long as they live, and no longer: $holder h here, $other h there',
      { timeout: 240_000 },
      async ({ holder, other }) => {
        await using opened = new AsyncDisposableStack()
        const library = opened.use(await openServerMode({ postgres }))
        const embedder = opened.use(await startGate(library.cli.env['OPENAI_BASE_URL'] ?? ''))
        const api = await library.startApi()
        const first = await library.startWorker({
          ...jumpBy(holder),
          OPENAI_BASE_URL: embedder.baseUrl,
        })
        await sleep(1000)
        embedder.close()
        const segments = [{ start: 0, end: 9, text: 'Said once' }]
        const body = { title: 'One', duration: 10, transcript: { segments } }
        const answer = await fetch(new URL('/videos', api.address), asJson(body))
        const { id } = accepted.parse(await answer.json())
        await until(() => embedder.waiting() > 0)
        const runs = async () =>
          (
            await library.database.query<object>(
              `select run_token as token, state from stages where stage = 'embed'`,
            )
          ).rows
        const run = await runs()
        await library.startWorker(jumpBy(other))

        await sleep(tooLongMs)
        expect(await runs()).toEqual(run)
        const active = await library.database.query<object>(
          `select retry_count from pgboss.job where name = 'embed' and state = 'active'`,
        )
        expect(active.rows).toEqual([{ retry_count: 0 }])

        first.signal('SIGKILL')
        const killedAt = performance.now()
        await until(async () => {
          const found = await fetch(new URL(`/videos/${id}`, api.address))
          return video.parse(await found.json()).status.semantic === 'complete'
        })
        expect(performance.now() - killedAt).toBeLessThan(takenOverWithinMs)
      },
    )
  },
)

function jumpBy(hours: number): Record<string, string> {
  const clock = pathToFileURL(join(import.meta.dirname, '../support/jumping-clock.ts'))
  return { NODE_OPTIONS: `--import=${clock.href}`, CUEPOINT_TEST_CLOCK_HOURS: String(hours) }
}

interface Gate extends AsyncDisposable {
  readonly baseUrl: string
  /** From now on no request is answered. */
  close(): void
  /** How many requests wait for an answer that they will not get. */
  waiting(): number
}

/** In front of a server. */
async function startGate(behind: string): Promise<Gate> {
  let isClosed = false
  let waiting = 0
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const answer = await fetch(new URL(request.url ?? '/', behind), {
      method: request.method ?? 'GET',
      headers: { authorization: request.headers.authorization ?? '' },
      body: new Uint8Array(await buffer(request)),
    })
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(await answer.text())
  }
  const server = createServer((request, response) => {
    if (isClosed) waiting++
    else pass(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    baseUrl: `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}/v1`,
    close: () => (isClosed = true),
    waiting: () => waiting,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
