/** Gives one holder at a time the only session there is, in order of asking. */
export class SessionLock {
  #last: Promise<unknown> = Promise.resolve()

  /** Runs `use` once everybody who asked before is done. */
  run<T>(use: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(use)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}
