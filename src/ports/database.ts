/**
 * Runs SQL (PostgreSQL 15 to 18). Values are bound as `$1`, `$2`, …: an array becomes a PostgreSQL array, another
 * object json (a list for a json column is passed as JSON text), a vector is passed as text (`[1,2]`).
 */
export interface Queryable {
  /**
   * Runs one statement and returns its rows. `Row` is the shape that the statement itself promises.
   * Numbers arrive as numbers (int8 and numeric too), timestamps as Date, json as values, bytea as Uint8Array, arrays
   * of these as arrays; everything else as text (uuid, date, vector).
   * Rejects with `DatabaseError`, which carries the SQLSTATE in `sqlState`.
   */
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>
  /** Runs several statements without values and returns the rows of all of them, one after the other. */
  execute<Row extends object = Record<string, unknown>>(sql: string): Promise<Row[]>
}

export interface Database extends Queryable, AsyncDisposable {
  /** `embedded` has one connection and one owning process; `server` has a pool and many. */
  readonly kind: 'embedded' | 'server'
  /** Whether BM25 (pg_textsearch) is there. */
  readonly hasBm25: boolean
  /**
   * Aborts when the database has failed for good, with the `DatabaseError` that every call rejects with from then on: only
   * another process can open it anew. Never on a server, whose connections come back, and not by disposing.
   */
  readonly lost: AbortSignal
  /**
   * Everything in `work` happens or nothing does. A rejection of `work` rolls back and is passed on. Within `work`
   * statements go through `tx` only: the database itself refuses them (SQLSTATE 25001), and `tx` is of no use afterwards.
   */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>
}
