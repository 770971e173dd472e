/** What the database's thread is asked. Values are in PostgreSQL's text form. */
export type PgliteRequest =
  | {
      readonly id: number
      readonly kind: 'query'
      readonly text: string
      readonly values: readonly (string | null)[]
    }
  | { readonly id: number; readonly kind: 'execute'; readonly text: string }
  | { readonly id: number; readonly kind: 'close' }

export type Row = Record<string, unknown>

export interface PgliteFailure {
  readonly message: string
  /** Null when the engine itself failed, not the statement: nothing more can be asked of it. */
  readonly sqlState: string | null
}

/**
 * What it answers. The answer to request 0, which nobody sends, says that the database is open. The asking side takes
 * `never` for a row, which fits every shape that a statement promises.
 */
export type PgliteAnswer<AnyRow = Row> =
  | { readonly id: number; readonly rows: AnyRow[] }
  /** Not an answer: the engine has given up for this reason, whatever it was asked. */
  | { readonly lost: string }
  | { readonly id: number; readonly failure: PgliteFailure }
