import { path, postgresAddress, wholeNumber } from '../kinds.ts'
import type { Setting } from '../setting.ts'

/** What is kept, and where. */
export const librarySettings = {
  dataDirectory: {
    variable: 'CUEPOINT_DATA_DIR',
    key: 'data-dir',
    kind: path,
    fallbackInWords: 'XDG data directory, `~/.local/share/cuepoint`',
    meaning: 'The embedded database, the files and everything else that is kept.',
  },
  databaseUrl: {
    variable: 'DATABASE_URL',
    key: 'database-url',
    kind: postgresAddress,
    fallbackInWords: 'the embedded database',
    meaning: 'A PostgreSQL server (15 or newer) with pgvector, instead of the embedded database.',
  },
  databasePoolSize: {
    variable: 'DATABASE_POOL_SIZE',
    key: 'database-pool-size',
    kind: wholeNumber(2, 1000),
    fallback: '10',
    meaning: 'Most connections that one process opens to the PostgreSQL server.',
    only: 'with `DATABASE_URL`',
  },
  databaseStatementTimeoutMs: {
    variable: 'DATABASE_STATEMENT_TIMEOUT_MS',
    key: 'database-statement-timeout-ms',
    kind: wholeNumber(1, 86_400_000),
    fallback: '30000',
    meaning: 'Milliseconds after which a statement on the PostgreSQL server is given up.',
    only: 'with `DATABASE_URL`',
  },
  chunkSeconds: {
    variable: 'CUEPOINT_CHUNK_SECONDS',
    key: 'chunk-seconds',
    kind: wholeNumber(5, 300),
    fallback: '30',
    meaning: 'Target length of a chunk, the unit of search. After a change run `cuepoint reindex`.',
  },
} as const satisfies Record<string, Setting>
