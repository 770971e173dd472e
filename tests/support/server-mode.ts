import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { z } from 'zod'
import { openCommandLine, type CommandLine, type Running } from './command-line.ts'
import type { PostgresServer } from './postgres-server.ts'
import { serverKey, serverModel, startTinyEmbedderServer } from './tiny-embedder-server.ts'

/** A library on servers, and the processes of the command line that work on it. */
export interface ServerMode extends AsyncDisposable {
  readonly cli: CommandLine
  /** Where everything is written down, for looks from outside. */
  readonly database: pg.Pool
  startApi(): Promise<Api>
  /** Resolves when it works on the queue. */
  startWorker(env?: Readonly<Record<string, string>>): Promise<Running>
  /** A worker that hears tones as well, with the model of `toneFolder`. */
  startToneWorker(toneFolder: string, env?: Readonly<Record<string, string>>): Promise<Running>
}

export interface Api {
  readonly process: Running
  readonly address: string
}

interface ServerModeOptions {
  readonly postgres: PostgresServer
  /** Settings of all processes: where the files are, and what differs from a small and silent library. */
  readonly env?: Readonly<Record<string, string>>
}

/** Videos get their text from captions and their vectors from a server on loopback; nothing is downloaded. */
export async function openServerMode({
  postgres,
  env = {},
}: ServerModeOptions): Promise<ServerMode> {
  await using opened = new AsyncDisposableStack()
  const embedder = opened.use(await startTinyEmbedderServer())
  const url = await postgres.createDatabase()
  const cli = opened.use(
    await openCommandLine({
      DATABASE_URL: url,
      DATABASE_POOL_SIZE: '4',
      CUEPOINT_EMBEDDER: 'openai',
      CUEPOINT_OPENAI_EMBED_MODEL: serverModel,
      OPENAI_BASE_URL: embedder.baseUrl,
      OPENAI_API_KEY: serverKey,
      CUEPOINT_LOG_LEVEL: 'warn',
      ...env,
    }),
  )
  const database = new pg.Pool({ connectionString: url, max: 2 })
  opened.defer(() => database.end())
  // Whoever looks does not mind that the server ends first.
  database.on('error', () => undefined)
  // What a killed process has in mid-work lies where the test removes it.
  const scratch = join(cli.env['HOME'] ?? '', 'tmp')
  await mkdir(scratch)
  const working = async (worker: Running) => {
    await worker.says('Working on the queue.')
    return worker
  }
  const parts = opened.move()
  return {
    cli,
    database,
    async startApi() {
      const process = cli.start(['serve', '--json'], { CUEPOINT_WORKER: 'false', TMPDIR: scratch })
      await process.says('"pid"')
      const said = /\{\s*"address"[^}]*\}/.exec(process.said())?.[0] ?? '{}'
      const { address } = z.object({ address: z.string() }).parse(JSON.parse(said))
      return { process, address }
    },
    startWorker: (more = {}) => working(cli.start(['worker'], { TMPDIR: scratch, ...more })),
    startToneWorker: (toneFolder, more = {}) =>
      working(cli.start([toneFolder], { TMPDIR: scratch, ...more }, toneWorker)),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

const toneWorker = join(import.meta.dirname, 'tone-worker.ts')
