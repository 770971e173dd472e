import { AsyncLocalStorage } from 'node:async_hooks'
import { DatabaseError } from '../../domain/database-error.ts'

/**
 * Knows whether code runs inside a transaction's work. Asking the database there instead of `tx` would wait for itself
 * for ever where there is one connection, and would not see the transaction's rows where there are many: refused on both.
 */
export class OpenTransaction {
  readonly #storage = new AsyncLocalStorage<{ isOpen: boolean }>()

  async run<T>(work: () => Promise<T>): Promise<T> {
    const transaction = { isOpen: true }
    try {
      return await this.#storage.run(transaction, work)
    } finally {
      transaction.isOpen = false
    }
  }

  /** Rejects inside a transaction's work. */
  refuse(): void {
    if (!this.#storage.getStore()?.isOpen) return
    // 25001 active_sql_transaction
    throw new DatabaseError('Inside a transaction, statements go through its tx.', '25001')
  }
}
