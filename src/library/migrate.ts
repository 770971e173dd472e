import { readdir, readFile } from 'node:fs/promises'
import { CuepointError } from '../domain/errors.ts'
import type { Database, Queryable } from '../ports/database.ts'

export interface Migration {
  readonly version: number
  readonly name: string
  /** Several statements; they run once, in one transaction. */
  readonly sql: string
}

/**
 * Brings the tables up to this version of Cuepoint, one transaction per migration. Safe when several processes start
 * at once. Rejects with `database-too-new` when a newer Cuepoint has been here.
 */
export async function migrate(
  database: Database,
  migrations?: readonly Migration[],
): Promise<void> {
  const known = migrations ?? (await readMigrations())
  const newest = Math.max(0, ...known.map((migration) => migration.version))
  const applied = await database.transaction((tx) => readApplied(tx))
  for (const version of applied) {
    if (version > newest) throw tooNew(version, newest)
  }
  for (const migration of known) {
    if (applied.has(migration.version)) continue
    await database.transaction(async (tx) => {
      // Somebody else may have applied it while this process waited for the lock.
      if (!(await readApplied(tx)).has(migration.version)) await apply(tx, migration)
    })
  }
}

/** The files `NNNN-name.sql` of the folder beside this module, in order. */
async function readMigrations(): Promise<Migration[]> {
  const folder = new URL('./migrations/', import.meta.url)
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  return Promise.all(
    files.map(async (file) => ({
      version: Number(file.slice(0, 4)),
      name: file.slice(5, -'.sql'.length),
      sql: await readFile(new URL(file, folder), 'utf8'),
    })),
  )
}

/** Holds every other process back until the transaction ends, however long the migration takes that one is at. */
async function readApplied(tx: Queryable): Promise<Set<number>> {
  await tx.query('set local statement_timeout = 0')
  await tx.query('select pg_advisory_xact_lock($1)', [migrationLock])
  await tx.execute(`
    set local client_min_messages = warning;
    create table if not exists schema_migrations (
      version int primary key, name text not null, applied_at timestamptz not null default now()
    )`)
  const rows = await tx.query<{ version: number }>('select version from schema_migrations')
  return new Set(rows.map((row) => row.version))
}

/** Any number, as long as nobody else in the database locks it. */
const migrationLock = 4_801_181

async function apply(tx: Queryable, { version, name, sql }: Migration): Promise<void> {
  await tx.execute(sql)
  await tx.query('insert into schema_migrations (version, name) values ($1, $2)', [version, name])
}

function tooNew(version: number, newest: number): CuepointError {
  return new CuepointError(
    'database-too-new',
    `The library is at version ${version}; this Cuepoint knows versions up to ${newest}.`,
    { remedy: 'Use the newer Cuepoint that has opened it before.' },
  )
}
