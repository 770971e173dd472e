import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CuepointError } from '../../domain/errors.ts'

/**
 * Takes the folder of the index for this process; throws `faiss-in-use`. The lock is the operating system's, by SQLite as
 * Node's only way to such locks: the kernel lets go of it when its holder dies, however it dies.
 */
export function lockFaissDirectory(directory: string): Disposable {
  const lock = new DatabaseSync(join(directory, 'owner.lock'), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    // SQLITE_BUSY: https://www.sqlite.org/rescode.html#busy
    if (!(error instanceof Error && 'errcode' in error && error.errcode === 5)) throw error
    throw new CuepointError(
      'faiss-in-use',
      `The FAISS index in ${directory} is in use by another process.`,
      {
        remedy:
          'One process at a time can have it: stop the other one, or talk to it over HTTP. For several `serve` processes choose the vector store pgvector, milvus or pinecone.',
        retryable: 'when-available',
        cause: error,
      },
    )
  }
  return { [Symbol.dispose]: () => lock.close() }
}
