import { PGlite, types } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { pg_textsearch } from '@electric-sql/pglite-pg_textsearch'
import { vector } from '@electric-sql/pglite-pgvector'
import { parseByOid } from './column-types.ts'
import { DurableNodeFS } from './durable-node-fs.ts'

export interface PgliteEngine {
  readonly pglite: PGlite
  /** Null in memory. */
  readonly files: DurableNodeFS | null
}

/**
 * Starts PostgreSQL in this thread, on a directory or in memory; makes the directory's cluster when there is none.
 * `onPanic` hears why it has given up: the statement that runs may never come back from that.
 */
export async function startPgliteEngine(
  directory: string | null,
  onPanic: (reason: string) => void,
): Promise<PgliteEngine> {
  const files = directory === null ? null : new DurableNodeFS(directory)
  const lastOutput: string[] = []
  const keepOutput = (line: string) => {
    const [, panic] = /\] PANIC: +(.*)/.exec(line) ?? []
    if (panic !== undefined) onPanic(panic)
    lastOutput.push(line)
    if (lastOutput.length > 20) lastOutput.shift()
    return false
  }
  try {
    const pglite = await PGlite.create({
      ...(files ? { fs: files, startParams: durableStartParams } : {}),
      extensions: { vector, pg_textsearch, pg_trgm, unaccent },
      parsers: Object.fromEntries(parseByOid),
      serializers: { [types.BOOL]: asGiven, [types.BYTEA]: asGiven },
      onStdout: keepOutput,
      onStderr: keepOutput,
    })
    return { pglite, files }
  } catch (error) {
    // PGlite's own message is always the same; what PostgreSQL printed before tells the cause.
    throw new Error([String(error), ...lastOutput].join('\n'), { cause: error })
  }
}

/**
 * PGlite starts with `-F` (no fsync). The later parameter wins. The method must be `fsync`: WASM's fdatasync goes to
 * an operation that NODEFS does not have either.
 */
const durableStartParams = [
  ...PGlite.defaultStartParams,
  ...['-c', 'fsync=on', '-c', 'wal_sync_method=fsync', '-c', 'synchronous_commit=on'],
]

/** Values come in PostgreSQL's text form already. */
function asGiven(value: string): string {
  return value
}
