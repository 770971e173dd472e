import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../ports/database.ts'
import type { Logger } from '../ports/logger.ts'

/** As often as PostgreSQL's autovacuum looks. */
const lookEveryMs = 60_000

/**
 * Does what autovacuum does on a server, for the embedded database, which has none: rows that were replaced make room
 * again, and plans are made with statistics. Works in the background until it is disposed.
 */
export function maintainDatabase(
  { database, logger }: { database: Database; logger: Logger },
  everyMs = lookEveryMs,
): AsyncDisposable {
  const closing = new AbortController()

  const maintain = async () => {
    while (await rest(everyMs, closing.signal)) {
      try {
        await vacuumChangedTables(database, closing.signal)
      } catch (error) {
        if (!database.lost.aborted) logger.warn({ error }, 'the database could not be maintained')
      }
    }
  }
  const maintaining = maintain()
  return {
    async [Symbol.asyncDispose]() {
      closing.abort()
      await maintaining
    },
  }
}

/** False when it was woken to end. Nobody stays up for it. */
function rest(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal, ref: false }).catch(() => false)
}

/** Table by table, so that searches in between wait for one statement at most. */
async function vacuumChangedTables(database: Database, signal: AbortSignal): Promise<void> {
  // A session publishes its counts while it is idle, which PGlite never notices.
  await database.query('select pg_stat_force_next_flush()')
  for (const table of await database.query<ChangedTable>(changedTables)) {
    if (signal.aborted) return
    // To take 1,250 of 5,000 vectors out of a graph takes 18 s, in which nobody can search; searches step over them.
    const cleanup = table.has_graph ? 'off' : 'auto'
    if (table.is_littered) await database.query(`vacuum (index_cleanup ${cleanup}) ${table.name}`)
    if (table.is_unknown) await analyze(database, table.name)
  }
}

/** On 3,000 rows and not 30,000: of 20,000 chunks it takes 0.2 s and not 1.5 s, and plans need no more. */
function analyze(database: Database, table: string): Promise<unknown> {
  return database.transaction((tx) =>
    tx.execute(`set local default_statistics_target = 10; analyze ${table}`),
  )
}

interface ChangedTable {
  /** Quoted. */
  readonly name: string
  readonly is_littered: boolean
  /** Its statistics are old, or there are none. */
  readonly is_unknown: boolean
  readonly has_graph: boolean
}

/**
 * By the thresholds of autovacuum as PostgreSQL ships it (manual, 24.1.6); the tables of the queue are among them. A crash
 * forgets the counts, but a table that was never analysed shows it. What stays in a graph counts as dead for ever, so
 * such a table is vacuumed with its analysis.
 */
const changedTables = `
  with tables as (
    select format('%I.%I', schemaname, s.relname) as name,
           n_dead_tup > 50 + 0.2 * greatest(reltuples, 0)
             or n_ins_since_vacuum > 1000 + 0.2 * greatest(reltuples, 0) as is_littered,
           n_mod_since_analyze > 50 + 0.1 * greatest(reltuples, 0)
             or (reltuples < 0 and pg_relation_size(c.oid) > 0) as is_unknown,
           exists (select from pg_index i join pg_class x on x.oid = i.indexrelid join pg_am a on a.oid = x.relam
                    where i.indrelid = c.oid and a.amname = 'hnsw') as has_graph
      from pg_stat_user_tables s join pg_class c on c.oid = s.relid
     where relkind = 'r' and relpersistence = 'p'
  )
  select name, case when has_graph then is_unknown else is_littered end as is_littered, is_unknown, has_graph
    from tables where is_unknown or (is_littered and not has_graph) order by name`
