import { openPostgresDatabase } from '../../src/adapters/database/postgres.ts'
import type { Database } from '../../src/ports/database.ts'
import { silentLogger } from './silent-logger.ts'

/** As Cuepoint opens a server, with a small pool. */
export function openServerDatabase(url: string, poolSize = 4): Promise<Database> {
  return openPostgresDatabase({ url, poolSize, statementTimeoutMs: 60_000, logger: silentLogger })
}
