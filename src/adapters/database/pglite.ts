import { mkdir } from 'node:fs/promises'
import type { Database, Queryable } from '../../ports/database.ts'
import type { Logger } from '../../ports/logger.ts'
import { prepareCluster } from './cluster-directory.ts'
import { lockDirectory } from './directory-lock.ts'
import { executeAlone } from './execute-alone.ts'
import { OpenTransaction } from './open-transaction.ts'
import { encodeParameter } from './parameters.ts'
import { startPgliteThread, type PgliteThread } from './pglite-thread.ts'
import { runTransaction } from './run-transaction.ts'
import { SessionLock } from './session-lock.ts'

export interface PgliteConfig {
  /** Null keeps the database in memory, for tests. */
  readonly directory: string | null
  readonly logger: Logger
}

/**
 * PostgreSQL 18 inside this process, in a thread of its own. A commit is on disk before it is answered.
 * Rejects with `data-directory-in-use`, `data-directory-too-new` or `data-directory-too-old`.
 */
export async function openPgliteDatabase({ directory, logger }: PgliteConfig): Promise<Database> {
  await using opened = new AsyncDisposableStack()
  let cluster: string | null = null
  if (directory !== null) {
    await mkdir(directory, { recursive: true })
    opened.use(lockDirectory(directory))
    cluster = await prepareCluster(directory, async (path) => {
      logger.info({ directory }, 'creating the embedded database')
      const thread = await startPgliteThread(path)
      await thread[Symbol.asyncDispose]()
    })
  }
  const thread = opened.use(await startPgliteThread(cluster))
  await thread.ask({ kind: 'execute', text: prepareSession })
  return createDatabase(thread, opened.move())
}

/** Extensions follow the version that is in the package, so that an upgrade of Cuepoint upgrades them as well. */
const prepareSession = `
  set time zone 'UTC';
  create extension if not exists vector;
  create extension if not exists pg_textsearch;
  create extension if not exists pg_trgm;
  create extension if not exists unaccent;
  do $$
  declare outdated text;
  begin
    for outdated in
      select name from pg_available_extensions where installed_version <> default_version
    loop
      execute format('alter extension %I update', outdated);
    end loop;
  end $$;`

function createDatabase(thread: PgliteThread, opened: AsyncDisposableStack): Database {
  const turns = new SessionLock()
  const openTransaction = new OpenTransaction()
  const session: Queryable = {
    query: (text, values = []) =>
      thread.ask({ kind: 'query', text, values: values.map(encodeParameter) }),
    execute: (text) => thread.ask({ kind: 'execute', text }),
  }
  return {
    kind: 'embedded',
    hasBm25: true,
    lost: thread.lost,
    async query(text, values) {
      openTransaction.refuse()
      return turns.run(() => session.query(text, values))
    },
    async execute(sql) {
      openTransaction.refuse()
      return turns.run(() => executeAlone(session, sql))
    },
    async transaction(work) {
      openTransaction.refuse()
      return turns.run(() => openTransaction.run(() => runTransaction(session, work)))
    },
    async [Symbol.asyncDispose]() {
      await turns.run(() => opened.disposeAsync())
    },
  }
}
