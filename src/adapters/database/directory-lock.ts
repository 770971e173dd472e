import { readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { CuepointError } from '../../domain/errors.ts'

/**
 * Takes the data directory for this process: two PostgreSQL engines on one directory lose committed rows without a
 * word. Throws `data-directory-in-use`, which says who has it.
 *
 * The lock is the operating system's, on `owner.lock`. The kernel lets go of it when its holder dies, so there is no
 * stale file to judge by a process id that may be someone else's by now, and it holds across containers that share a
 * volume. Node's only way to such locks is its SQLite. `owner.json` just says who it is.
 *
 * The kernel forgets the lock when its process opens and closes the file once more: nobody else touches it.
 */
export function lockDirectory(directory: string): Disposable {
  const lock = new DatabaseSync(join(directory, 'owner.lock'), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw isBusy(error) ? inUse(directory, error) : error
  }
  const owner: Owner = { pid: process.pid, host: hostname(), startedAt: new Date().toISOString() }
  writeFileSync(join(directory, 'owner.json'), `${JSON.stringify(owner)}\n`)
  return { [Symbol.dispose]: () => lock.close() }
}

const ownerSchema = z.object({ pid: z.number(), host: z.string(), startedAt: z.string() })
type Owner = z.infer<typeof ownerSchema>

/** SQLITE_BUSY: https://www.sqlite.org/rescode.html#busy */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}

function inUse(directory: string, cause: unknown): CuepointError {
  const owner = readOwner(directory)
  const who = owner
    ? `process ${owner.pid} on ${owner.host}, since ${owner.startedAt}`
    : 'another process'
  return new CuepointError(
    'data-directory-in-use',
    `The data directory ${directory} is in use by ${who}.`,
    {
      remedy:
        'Stop that process, or talk to it over HTTP. To run several processes on one library, give them a PostgreSQL server by DATABASE_URL.',
      cause,
    },
  )
}

/** Null while the owner has not yet written who it is. */
function readOwner(directory: string): Owner | null {
  try {
    const text = readFileSync(join(directory, 'owner.json'), 'utf8')
    return ownerSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
