import { afterAll } from 'vitest'
import type { Database } from '../../src/ports/database.ts'
import { openServerDatabase } from './open-server-database.ts'
import { openEmptyPglite } from './pglite-template.ts'
import {
  startPostgresServer,
  whyNot,
  type PostgresServer,
  type ServerName,
} from './postgres-server.ts'

/** A kind of database that suites run on: `describe.skipIf(database.skip)(database.name, …)`. */
export interface TestDatabase {
  /** With the reason, where it cannot be had. */
  readonly name: string
  /** The reason why it cannot be had here; null when it can. */
  readonly skip: string | null
  readonly kind: Database['kind']
  readonly hasBm25: boolean
  /** An empty database of its own. It is gone after the test file. */
  open(): Promise<Database>
  /** The address of an empty database; none where it is a folder. */
  freshUrl(): Promise<string | undefined>
}

/** A PostgreSQL server, where several connections to one database are possible. */
export interface TestServer extends TestDatabase {
  readonly kind: 'server'
  /** The server of this test file, started at first use and stopped after the last test. */
  start(): Promise<PostgresServer>
}

const pglite: TestDatabase = {
  name: 'PGlite',
  skip: null,
  kind: 'embedded',
  hasBm25: true,
  open: openEmptyPglite,
  freshUrl: () => Promise.resolve(undefined),
}

export const testServers: readonly TestServer[] = [
  testServer('postgres-18', 'PostgreSQL 18', { hasBm25: true }),
  testServer('postgres-15', 'PostgreSQL 15 without pg_textsearch', { hasBm25: false }),
]

/** Every kind of database that Cuepoint runs on. */
export const testDatabases: readonly TestDatabase[] = [pglite, ...testServers]

function testServer(
  server: ServerName,
  title: string,
  { hasBm25 }: { hasBm25: boolean },
): TestServer {
  let started: Promise<PostgresServer> | null = null
  const start = () => (started ??= startPostgresServer(server))
  afterAll(async () => {
    if (started) await (await started)[Symbol.asyncDispose]()
    started = null
  })
  const skip = whyNot(server)
  return {
    name: skip === null ? title : `${title} (skipped: ${skip})`,
    skip,
    kind: 'server',
    hasBm25,
    start,
    open: async () => openServerDatabase(await (await start()).createDatabase()),
    freshUrl: async () => (await start()).createDatabase(),
  }
}
