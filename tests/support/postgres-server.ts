import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { z } from 'zod'
import { answering, freePort } from './kept-server.ts'

/** Servers are prepared by `scripts/test-servers/postgres.ts`, each a small system of its own to `chroot` into. */
export const testServersDirectory = resolve(
  process.env['CUEPOINT_TEST_SERVERS'] ?? join(import.meta.dirname, '../../.test-servers'),
)

export type ServerName = 'postgres-18' | 'postgres-15'

/** Written as the last step of the preparation, into the folder of the server. */
const preparedServer = z.object({
  programs: z.string(),
  /** Settings that it needs beyond ours. */
  settings: z.array(z.string()),
  versions: z.record(z.string(), z.string()),
})
export type PreparedServer = z.infer<typeof preparedServer>

/** The user and group of the server within its system. */
export const serverUser = { uid: 101, gid: 101 }

export function readPrepared(name: ServerName): PreparedServer | null {
  const file = join(testServersDirectory, name, 'server.json')
  if (!existsSync(file)) return null
  return preparedServer.parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** Why a server cannot be started here; null when it can. */
export function whyNot(name: ServerName): string | null {
  if (process.getuid?.() !== 0) return 'needs root'
  if (readPrepared(name)) return null
  return 'run `node scripts/test-servers/postgres.ts` first'
}

export interface PostgresServer extends AsyncDisposable {
  readonly port: number
  /** The address of a database, for the superuser `postgres`. */
  url(database: string): string
  /** Makes an empty database and gives its address. */
  createDatabase(): Promise<string>
  /** Runs statements as superuser. */
  execute(sql: string, database?: string): Promise<void>
  /** Ends it as an operator does, cutting every connection, and starts it on the same data and port. */
  restart(): Promise<void>
}

/** Starts a server of its own on a free port of loopback, with nothing in it. Data are as volatile as the test. */
export async function startPostgresServer(name: ServerName): Promise<PostgresServer> {
  const prepared = readPrepared(name)
  if (!prepared) throw new Error(`${name} is not prepared: ${String(whyNot(name))}.`)
  const system = join(testServersDirectory, name)
  const data = join('data', randomUUID())
  // Node's own copy does not keep the owner.
  await promisify(execFile)('cp', ['-a', join(system, 'data/template'), join(system, data)])
  await using started = new AsyncDisposableStack()
  started.defer(() => rm(join(system, data), { recursive: true, force: true }))
  const port = await freePort()
  const settings = [...ownSettings, `port=${port}`, ...prepared.settings]
  const launch = () =>
    spawn(
      '/bin/sh',
      [
        '-c',
        keeper,
        'sh',
        'chroot',
        `--userspec=${serverUser.uid}:${serverUser.gid}`,
        system,
      ].concat(
        `${prepared.programs}/postgres`,
        ['-D', `/${data}`],
        settings.flatMap((setting) => ['-c', setting]),
      ),
      {
        stdio: ['pipe', 'ignore', 'pipe'],
        env: { LC_ALL: 'C', PATH: '/usr/bin:/bin:/usr/sbin:/sbin' },
      },
    )
  let server = launch()
  started.defer(() => stop(server))
  const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`
  const execute = (sql: string, database = 'postgres') => executeOn(url(database), sql)
  await answering(() => execute('select 1'), server, 'PostgreSQL')
  const opened = started.move()
  return {
    port,
    url,
    execute,
    async restart() {
      await stop(server)
      server = launch()
      await answering(() => execute('select 1'), server, 'PostgreSQL')
    },
    async createDatabase() {
      const database = `test_${randomUUID().replaceAll('-', '')}`
      await execute(`create database ${database}`)
      return url(database)
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

/** Ends the server when its own standard input ends, which it does even if the test is killed. */
const keeper =
  'exec 3<&0; "$@" & server=$!; (read -r _ <&3; kill -INT $server) 2>/dev/null & wait $server'

const ownSettings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'fsync=off',
  'full_page_writes=off',
  'max_connections=60',
  'jit=off',
]

async function stop(server: ChildProcess): Promise<void> {
  server.stdin?.end()
  if (server.exitCode === null) await new Promise((resolve) => server.once('exit', resolve))
}

async function executeOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.query(sql)
  } finally {
    await client.end()
  }
}
