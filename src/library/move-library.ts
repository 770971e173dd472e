import { ConflictError, CuepointError } from '../domain/errors.ts'
import type { Database, Queryable } from '../ports/database.ts'
import { fingerprint, readLibraryTables, type Table } from './library-tables.ts'

export interface MoveProgress {
  readonly table: string
  readonly done: number
  readonly total: number
}

export interface MovedTable {
  readonly table: string
  readonly rows: number
}

interface MoveOptions {
  readonly onProgress: (progress: MoveProgress) => void
  readonly signal: AbortSignal
}

/** Rows of a batch: a vector of 384 numbers is 4 kB as text. */
const batchRows = 500

/**
 * Copies every table of a library into an empty database, both at the same version. It is one transaction there: whatever
 * ends it before everything is there and was compared, an abort too, leaves the database as it was. `from` is held
 * still meanwhile. Rejects with `conflict` when the target has a library, `move-differs` when what arrived is not the same.
 */
export async function moveLibrary(
  from: Database,
  to: Database,
  options: MoveOptions,
): Promise<MovedTable[]> {
  return from.transaction((source) =>
    to.transaction(async (target) => {
      await target.execute(
        'set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0',
      )
      const tables = await readLibraryTables(source)
      await prepareTarget(target, tables)
      const moved: MovedTable[] = []
      for (const table of tables) {
        moved.push({ table: table.name, rows: await moveTable(source, target, table, options) })
      }
      await moveSequences(source, target)
      for (const { name } of tables) await target.execute(`alter table ${name} enable trigger user`)
      return moved
    }),
  )
}

/**
 * Holds everybody else back and empties what a process leaves that was only started. Triggers rest: what they would write
 * is among the rows that come.
 */
async function prepareTarget(target: Queryable, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) await target.execute(`alter table ${name} disable trigger user`)
  const filled = await filledTables(target, tables)
  const found = filled.find(({ name }) => name === 'videos') ?? filled[0]
  if (found) {
    throw new ConflictError(`The database has a library already (${found.name}: ${found.rows}).`, {
      remedy: 'Give it an empty database of its own: createdb cuepoint.',
    })
  }
  for (const { name } of tables.toReversed()) await target.query(`delete from ${name}`)
}

/** A process that was only started leaves the first, and videos that were deleted leave the second. */
const counted = (name: string) => !['library_facts', 'vocabulary'].includes(name)

async function filledTables(
  target: Queryable,
  tables: readonly Table[],
): Promise<{ name: string; rows: number }[]> {
  const counts = tables
    .filter(({ name }) => counted(name))
    .map(
      ({ name }) => `select '${name}' as name, count(*) as rows from ${name} having count(*) > 0`,
    )
  return target.query(counts.join(' union all '))
}

async function moveTable(
  source: Queryable,
  target: Queryable,
  table: Table,
  { onProgress, signal }: MoveOptions,
): Promise<number> {
  const before = await fingerprint(source, table)
  const tell = (done: number) => onProgress({ table: table.name, done, total: before.rows })
  tell(0)
  const columns = table.columns.map(({ name }) => `${name}::text`).join(', ')
  await source.query(`declare moving no scroll cursor for select ${columns} from ${table.name}`)
  for (let done = 0; ;) {
    signal.throwIfAborted()
    const rows = await source.query<Record<string, string | null>>(`fetch ${batchRows} from moving`)
    if (rows.length === 0) break
    await insert(target, table, rows)
    done += rows.length
    tell(done)
  }
  await source.query('close moving')
  const after = await fingerprint(target, table)
  if (after.rows !== before.rows || after.sum !== before.sum) throw differs(table, before, after)
  return after.rows
}

/** Every value as text, which the type of its column reads: exact for all types that there are. */
async function insert(
  target: Queryable,
  { name, columns }: Table,
  rows: readonly Readonly<Record<string, string | null>>[],
): Promise<void> {
  const values = columns.map((_, index) => rows.map((row) => Object.values(row)[index] ?? null))
  const names = columns.map((column) => column.name).join(', ')
  const given = columns.map((_, index) => `$${index + 1}::text[]`).join(', ')
  const read = columns.map(({ type }, index) => `v${index}::${type}`).join(', ')
  const list = columns.map((_, index) => `v${index}`).join(', ')
  await target.query(
    `insert into ${name} (${names}) select ${read} from unnest(${given}) as given (${list})`,
    values,
  )
}

async function moveSequences(source: Queryable, target: Queryable): Promise<void> {
  const sequences = await source.query<{ name: string }>(
    `select quote_ident(c.relname) as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'S'`,
  )
  for (const { name } of sequences) {
    const [state] = await source.query<{ value: number; called: boolean }>(
      `select last_value as value, is_called as called from ${name}`,
    )
    if (state) {
      await target.query('select setval($1::regclass, $2, $3)', [name, state.value, state.called])
    }
  }
}

function differs(table: Table, before: { rows: number }, after: { rows: number }): CuepointError {
  return new CuepointError(
    'move-differs',
    `The table ${table.name} did not arrive as it was: ${before.rows} rows left, ${after.rows} arrived, or their content differs.`,
    { remedy: 'Nothing was changed. Check the encoding (UTF8) and the version of the server.' },
  )
}
