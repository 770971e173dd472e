/** Runs SQL (PostgreSQL 15 to 18). Values are bound as `$1`, `$2`, …; arrays and Dates are allowed. */
export interface Queryable {
  /**
   * Runs one statement and returns its rows. `Row` is the shape that the statement itself promises.
   * Numbers arrive as numbers (int8 too), timestamps as Date, json as values, bytea as Uint8Array.
   * Rejects with `DatabaseError`, which carries the SQLSTATE in `sqlState`.
   */
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>
}

export interface Database extends Queryable, AsyncDisposable {
  /** `embedded` has one connection and one owning process; `server` has a pool and many. */
  readonly kind: 'embedded' | 'server'
  /** Whether BM25 (pg_textsearch) is there. */
  readonly hasBm25: boolean
  /** Everything in `work` happens or nothing does. A rejection of `work` rolls back and is passed on. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>
  /** Runs several statements without values (migrations). */
  execute(sql: string): Promise<void>
}
