import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { z } from 'zod'
import { createApp, type App } from '../../src/app/create-app.ts'
import { keepVectors } from '../../src/app/keep-vectors.ts'
import { loadConfig } from '../../src/config/config.ts'
import { createServer } from '../../src/http/server.ts'
import { video } from '../../src/http/schemas/video.ts'
import type { Logger } from '../../src/ports/logger.ts'
import { startWorker } from '../../src/worker/start-worker.ts'
import { loadResponseContract } from './response-contract.ts'
import { silentLogger } from './silent-logger.ts'

export interface TestServer extends AsyncDisposable {
  readonly app: App
  readonly address: string
  readonly dataDirectory: string
  /** A request to the server; an answer that is not what openapi.json promises fails the test. */
  ask(path: string, init?: RequestInit): Promise<Response>
  /** The JSON of an answer of that status. */
  askFor<T>(schema: z.ZodType<T>, status: number, path: string, init?: RequestInit): Promise<T>
  /** Stops as SIGTERM does: the server, then the parts behind it. The library stays until the end of the test. */
  stop(): Promise<void>
}

export interface TestServerOptions {
  /** Settings besides those that keep it small and alone. */
  readonly env?: Readonly<Record<string, string>>
  readonly worker?: boolean
  readonly logger?: Logger
  /** Parts in place of those of the settings; they are disposed with the server. */
  readonly replace?: (app: App) => Pick<App, 'transcriber'>
  /** The library of a server that was stopped, which goes on owning it. */
  readonly reopen?: TestServer
}

/** A real server on a free port of loopback, with a library of its own and without any model. */
export async function startTestServer({
  env = {},
  worker = false,
  logger = silentLogger,
  replace = ({ transcriber }) => ({ transcriber }),
  reopen,
}: TestServerOptions = {}): Promise<TestServer> {
  await using opened = new AsyncDisposableStack()
  await reopen?.stop()
  const dataDirectory = reopen?.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'cuepoint-http-')))
  if (!reopen) opened.defer(() => rm(dataDirectory, { recursive: true, maxRetries: 3 }))
  const config = loadConfig({
    env: { ...quiet, HOME: dataDirectory, CUEPOINT_DATA_DIR: dataDirectory, ...env },
    flags: {},
    cwd: dataDirectory,
  })
  const running = opened.use(new AsyncDisposableStack())
  const configured = running.use(await createApp(config, logger))
  const app: App = { ...configured, ...replace(configured) }
  if (app.transcriber) running.use(app.transcriber)
  running.use(await keepVectors(app))
  const server = running.adopt(await createServer(app), (it) => it.close())
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  if (worker) await startWorker(app)
  const contract = await loadResponseContract()
  const parts = opened.move()

  const ask: TestServer['ask'] = async (path, init = {}) => {
    const response = await fetch(new URL(path, address), init)
    await contract.check(init.method ?? 'GET', path, response)
    return response
  }
  return {
    app,
    address,
    dataDirectory,
    ask,
    async askFor(schema, status, path, init) {
      const response = await ask(path, init)
      if (response.status === status) return schema.parse(await response.json())
      const text = await response.text()
      throw new Error(`${init?.method ?? 'GET'} ${path} answered ${response.status}: ${text}`)
    },
    stop: () => running.disposeAsync(),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

const quiet = {
  PATH: process.env['PATH'] ?? '',
  FFMPEG_PATH: process.env['FFMPEG_PATH'] ?? '',
  FFPROBE_PATH: process.env['FFPROBE_PATH'] ?? '',
  CUEPOINT_TRANSCRIBER: 'none',
  CUEPOINT_EMBEDDER: 'none',
  CUEPOINT_LOG_LEVEL: 'silent',
  HF_HUB_OFFLINE: '1',
}

/** Sends JSON. */
export function asJson(body: unknown, method = 'POST'): RequestInit {
  return {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}

/** Asks for a video until it is in a state that stays. */
export async function untilSettled(
  server: TestServer,
  id: string,
): Promise<z.output<typeof video>> {
  for (;;) {
    const found = await server.askFor(video, 200, `/videos/${id}`)
    const { status, waiting } = found.status
    if (status === 'ready' || status === 'failed' || waiting) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
