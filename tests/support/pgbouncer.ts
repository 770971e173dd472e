import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll } from 'vitest'
import { testServers, type TestDatabase } from './databases.ts'
import { freePort, startKept } from './kept-server.ts'
import { openServerDatabase } from './open-server-database.ts'

/** Debian's; the first that is there. */
const program = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find((path) => existsSync(path))

interface Pgbouncer extends AsyncDisposable {
  /** The same database as at the server's own address. */
  through(serverUrl: string): string
}

/** Lends the sessions of a server for one transaction at a time, `sessions` of them for each database. */
async function startPgbouncer(
  serverPort: number,
  { sessions }: { sessions: number },
): Promise<Pgbouncer> {
  if (program === undefined) throw new Error('PgBouncer is not here.')
  await using started = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-pgbouncer-'))
  started.defer(() => rm(folder, { recursive: true, force: true }))
  // It refuses to run as root, and reads its settings as the user that it becomes.
  await chmod(folder, 0o755)
  const port = await freePort()
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(
    file,
    `[databases]
* = host=127.0.0.1 port=${serverPort} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${sessions}
max_client_conn = 300
`,
  )
  const asUser = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const through = (serverUrl: string) => {
    const url = new URL(serverUrl)
    url.port = String(port)
    return url.href
  }
  started.use(
    await startKept({
      program,
      args: ['-q', ...asUser, file],
      ask: () => askOnce(through(`postgres://postgres@127.0.0.1:${serverPort}/postgres`)),
    }),
  )
  const kept = started.move()
  return { through, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/** Fewer than callers have connections, so that callers share them. */
export const sessions = 3

/** The first server behind PgBouncer, as one more kind of database. */
export function pooledDatabase(): TestDatabase {
  const [server] = testServers
  if (!server) throw new Error('There is no kind of server.')
  let started: Promise<Pgbouncer> | null = null
  afterAll(async () => (await started)?.[Symbol.asyncDispose]())
  const start = () =>
    (started ??= server.start().then(({ port }) => startPgbouncer(port, { sessions })))
  const freshUrl = async () =>
    (await start()).through(await (await server.start()).createDatabase())
  const skip = server.skip ?? (program === undefined ? 'install pgbouncer' : null)
  const title = 'PostgreSQL behind PgBouncer'
  return {
    name: skip === null ? title : `${title} (skipped: ${skip})`,
    skip,
    kind: 'server',
    hasBm25: server.hasBm25,
    open: async () => openServerDatabase(await freshUrl()),
    freshUrl,
  }
}

async function askOnce(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.query('select 1')
  } finally {
    await client.end()
  }
}
