import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { DatabaseError } from '../../domain/database-error.ts'
import { describeError } from './foreign-error.ts'
import type { PgliteAnswer, PgliteRequest } from './pglite-messages.ts'

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never

/** The thread that PGlite runs on, seen from outside. */
export interface PgliteThread extends AsyncDisposable {
  /** Rejects with DatabaseError; also when the thread dies before it has answered. */
  ask(request: WithoutId<PgliteRequest>): Promise<never[]>
  /** Aborts when it dies without having been asked to, with the DatabaseError that `ask` rejects with from then on. */
  readonly lost: AbortSignal
}

interface Waiting {
  resolve(rows: never[]): void
  reject(error: Error): void
}

/** Resolves once the database is open. `directory` null: in memory. */
export async function startPgliteThread(directory: string | null): Promise<PgliteThread> {
  // Beside this file, under the extension that this file has: .ts in development, .js in the package.
  const script = new URL(`./pglite-worker${extname(import.meta.url)}`, import.meta.url)
  const worker = new Worker(script, { argv: directory === null ? [] : [directory] })
  const waiting = new Map<number, Waiting>()
  const losing = new AbortController()
  let isClosing = false
  let ended: DatabaseError | null = null
  let lastId = 0

  const expect = (id: number) =>
    new Promise<never[]>((resolve, reject) => waiting.set(id, { resolve, reject }))

  const end = (cause: unknown) => {
    ended ??= new DatabaseError(
      `The embedded database has stopped: ${describeError(cause)}`,
      null,
      {
        remedy:
          'See that the disk has room and is healthy, then start Cuepoint again: everything that was confirmed is kept.',
      },
    )
    if (!isClosing) losing.abort(ended)
    for (const caller of waiting.values()) caller.reject(ended)
    waiting.clear()
  }
  /** What it still holds on to, or a loop that it cannot leave, would keep its thread for ever. */
  const lose = (reason: string) => {
    end(reason)
    void worker.terminate()
  }
  worker.on('message', (answer: PgliteAnswer<never>) => {
    if ('lost' in answer) {
      lose(answer.lost)
      return
    }
    const caller = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('rows' in answer) {
      caller?.resolve(answer.rows)
      return
    }
    const { message, sqlState } = answer.failure
    caller?.reject(new DatabaseError(message, sqlState))
    if (sqlState === null) lose(message)
  })
  worker.on('error', end)
  worker.on('exit', (code) => end(`exit code ${code}`))
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))

  const ask: PgliteThread['ask'] = (request) => {
    if (ended) return Promise.reject(ended)
    lastId += 1
    const answer = expect(lastId)
    worker.postMessage({ ...request, id: lastId } satisfies PgliteRequest)
    return answer
  }

  await expect(lastId)
  return {
    ask,
    lost: losing.signal,
    async [Symbol.asyncDispose]() {
      isClosing = true
      await ask({ kind: 'close' }).catch(() => undefined)
      await exited
    },
  }
}
