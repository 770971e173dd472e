import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { TemporaryError } from '../domain/errors.ts'
import type { Database, Queryable } from '../ports/database.ts'
import type { Logger } from '../ports/logger.ts'

/** A lock on an upload; `@tus/server` calls it so. */
export interface UploadLock {
  /**
   * Waits until nobody else holds it; `requestRelease` is called when somebody waits for it, or when it is lost. Rejects
   * with `upload-busy` when that takes too long or the signal aborts.
   */
  lock(signal: AbortSignal, requestRelease: () => void | Promise<void>): Promise<void>
  unlock(): Promise<void>
}

/** Locks that all processes on one database share. Disposing frees those of this process. */
export interface UploadLocks extends AsyncDisposable {
  newLock(uploadId: string): UploadLock
}

interface Times {
  /** How long a holder that says nothing counts as alive. */
  readonly leaseMs?: number
  readonly renewEveryMs?: number
  readonly askEveryMs?: number
  /** How long to wait for a lock. */
  readonly patienceMs?: number
}

interface Held {
  readonly requestRelease: () => void | Promise<void>
  renewedAtMs: number
}

/**
 * Rows with a time at which they end, renewed while they are held. A session lock of PostgreSQL would do the same, but
 * not through a transaction pooler.
 */
export function createUploadLocks(
  { database, logger }: { database: Database; logger: Logger },
  { leaseMs = 10_000, renewEveryMs = 1000, askEveryMs = 200, patienceMs = 30_000 }: Times = {},
): UploadLocks {
  const held = new Map<string, Held>()
  const leaseSeconds = leaseMs / 1000
  let isRenewing = false

  const renewing = setInterval(() => {
    if (held.size === 0 || isRenewing) return
    isRenewing = true
    void renew().finally(() => (isRenewing = false))
  }, renewEveryMs).unref()

  async function renew(): Promise<void> {
    const before = new Map(held)
    const askedAtMs = performance.now()
    const rows = await renewLocks(database, [...before.keys()], leaseSeconds).catch(
      (error: unknown) => {
        logger.warn({ error }, 'locks of uploads could not be renewed')
        return null
      },
    )
    for (const [holder, lock] of before) {
      const row = rows?.find((one) => one.holder === holder)
      if (row) lock.renewedAtMs = askedAtMs
      const isLost = rows ? !row : performance.now() - lock.renewedAtMs > leaseMs
      if ((isLost || row?.releaseRequested === true) && held.has(holder))
        await lock.requestRelease()
    }
  }

  function newLock(uploadId: string): UploadLock {
    const holder = randomUUID()
    return {
      async lock(signal, requestRelease) {
        const beganAtMs = performance.now()
        for (;;) {
          const renewedAtMs = performance.now()
          if (await claimLock(database, { uploadId, holder, leaseSeconds })) {
            held.set(holder, { requestRelease, renewedAtMs })
            return
          }
          if (signal.aborted || performance.now() - beganAtMs > patienceMs) throw uploadBusy()
          await sleep(askEveryMs, undefined, { signal }).catch(() => undefined)
        }
      },
      async unlock() {
        held.delete(holder)
        await release([holder])
      },
    }
  }

  async function release(holders: readonly string[]): Promise<void> {
    try {
      await database.query('delete from upload_locks where holder = any($1::uuid[])', [holders])
    } catch (error) {
      // It ends by itself.
      logger.warn({ error }, 'locks of uploads could not be freed')
    }
  }

  return {
    newLock,
    async [Symbol.asyncDispose]() {
      clearInterval(renewing)
      const holders = [...held.keys()]
      held.clear()
      if (holders.length > 0) await release(holders)
    },
  }
}

/** Another request works on the same upload: the client asks again a little later. */
export function uploadBusy(cause?: unknown): TemporaryError {
  return new TemporaryError('upload-busy', 'Another request is at work on this upload.', {
    remedy: 'Ask again in a few seconds.',
    cause,
  })
}

interface Claim {
  readonly uploadId: string
  readonly holder: string
  readonly leaseSeconds: number
}

/** Takes the lock when it is free or its time is over. Otherwise its holder learns that somebody waits. */
async function claimLock(
  database: Queryable,
  { uploadId, holder, leaseSeconds }: Claim,
): Promise<boolean> {
  const [row] = await database.query<{ holder: string }>(
    `insert into upload_locks as known (upload_id, holder, expires_at)
     values ($1, $2, now() + make_interval(secs => $3))
     on conflict (upload_id) do update set
       holder = case when known.expires_at < now() then excluded.holder else known.holder end,
       expires_at = case when known.expires_at < now() then excluded.expires_at else known.expires_at end,
       release_requested = known.expires_at >= now()
     where known.expires_at < now() or not known.release_requested
     returning holder`,
    [uploadId, holder, leaseSeconds],
  )
  return row?.holder === holder
}

function renewLocks(
  database: Queryable,
  holders: readonly string[],
  leaseSeconds: number,
): Promise<{ holder: string; releaseRequested: boolean }[]> {
  return database.query(
    `update upload_locks set expires_at = now() + make_interval(secs => $2)
      where holder = any($1::uuid[])
     returning holder, release_requested as "releaseRequested"`,
    [holders, leaseSeconds],
  )
}
