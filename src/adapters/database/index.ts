import type { Database } from '../../ports/database.ts'
import type { Logger } from '../../ports/logger.ts'
import { openPgliteDatabase } from './pglite.ts'
import type { ConnectionsConfig } from './postgres-connections.ts'
import { openPostgresDatabase } from './postgres.ts'

export type DatabaseConfig =
  | { readonly kind: 'embedded'; readonly directory: string | null }
  | ({ readonly kind: 'server' } & Omit<ConnectionsConfig, 'logger' | 'patienceMs'>)

export function openDatabase(config: DatabaseConfig, logger: Logger): Promise<Database> {
  switch (config.kind) {
    case 'embedded':
      return openPgliteDatabase({ ...config, logger })
    case 'server':
      return openPostgresDatabase({ ...config, logger })
  }
}
