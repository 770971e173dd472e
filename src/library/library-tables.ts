import type { Queryable } from '../ports/database.ts'

interface Column {
  /** Quoted. */
  readonly name: string
  readonly type: string
}

export interface Table {
  /** Quoted. */
  readonly name: string
  readonly columns: readonly Column[]
}

/**
 * The tables of the library, each after those that its rows refer to. They are asked of the database itself, so that a
 * migration that adds one has nothing else to remember. The queue, which is filled anew from the stages, is not among them.
 */
export async function readLibraryTables(database: Queryable): Promise<Table[]> {
  const rows = await database.query<Table & { refersTo: string[] }>(
    `select quote_ident(c.relname) as name,
            (select jsonb_agg(jsonb_build_object('name', quote_ident(a.attname),
                      'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
               from pg_attribute a
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
            array(select distinct quote_ident(r.relname)
               from pg_constraint f join pg_class r on r.oid = f.confrelid
              where f.conrelid = c.oid and f.contype = 'f' and r.oid <> c.oid) as "refersTo"
       from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> all($1)
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
      order by c.relname`,
    [ofThePlace],
  )
  const ordered: Table[] = []
  let left = rows
  while (left.length > 0) {
    const names = new Set(left.map(({ name }) => name))
    const next = left.filter(({ refersTo }) => !refersTo.some((name) => names.has(name)))
    if (next.length === 0) throw new Error(`Tables refer to each other: ${[...names].join(', ')}`)
    ordered.push(...next.map(({ name, columns }) => ({ name, columns })))
    left = left.filter((row) => !next.includes(row))
  }
  return ordered
}

/** What belongs to a database and its processes, not to the library: which migrations it has, who is at work just now. */
export const ofThePlace: readonly string[] = ['schema_migrations', 'upload_locks']

interface Fingerprint {
  readonly rows: number
  /** Of all values of all rows, whatever their order. */
  readonly sum: string
}

/** The same rows have the same fingerprint on every PostgreSQL. */
export async function fingerprint(
  database: Queryable,
  { name, columns }: Table,
): Promise<Fingerprint> {
  const row = `row(${columns.map((column) => `${column.name}::text`).join(', ')})::text`
  const [found] = await database.query<Fingerprint>(
    `select count(*) as rows,
            coalesce(sum(('x' || left(md5(${row}), 15))::bit(60)::bigint), 0)::text as sum from ${name}`,
  )
  return found ?? { rows: 0, sum: '0' }
}
