import { join } from 'node:path'
import type { SettingsReader } from '../read-settings.ts'
import type { Secret } from '../secret.ts'
import { settings } from '../settings.ts'

export type DatabaseConfig =
  | { readonly kind: 'embedded'; readonly directory: string }
  | {
      readonly kind: 'server'
      readonly url: Secret
      readonly poolSize: number
      readonly statementTimeoutMs: number
    }

export function databaseConfig(read: SettingsReader, dataDirectory: string): DatabaseConfig {
  const url = read.optional(settings.databaseUrl)
  if (!url) return { kind: 'embedded', directory: join(dataDirectory, 'database') }
  return {
    kind: 'server',
    url,
    poolSize: read.value(settings.databasePoolSize),
    statementTimeoutMs: read.value(settings.databaseStatementTimeoutMs),
  }
}
