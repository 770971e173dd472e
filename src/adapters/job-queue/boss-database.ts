import type { Db } from 'pg-boss'
import { DatabaseError } from '../../domain/database-error.ts'
import type { Queryable } from '../../ports/database.ts'

/** Our database, or a transaction of it, as pg-boss wants it. Without values it may be several statements. */
export function bossDatabase(queryable: Queryable): Db {
  return {
    async executeSql(text, values) {
      try {
        const rows = values?.length
          ? await queryable.query(text, values)
          : await queryable.execute(text)
        return { rows }
      } catch (error) {
        throw error instanceof DatabaseError ? withSqlState(error) : error
      }
    },
  }
}

/** pg-boss looks for the SQLSTATE where node-postgres puts it: in `code`. */
function withSqlState(error: DatabaseError): Error {
  return Object.assign(new Error(error.message, { cause: error }), { code: error.sqlState })
}
