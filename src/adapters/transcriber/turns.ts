/** Lets one at a time pass, in the order of asking. */
export interface Turns {
  /** Resolves when it is the caller's turn, until it disposes of it. Rejects with the reason of an abort. */
  take(signal: AbortSignal): Promise<Disposable>
}

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve()
  return {
    async take(signal) {
      const mine = Promise.withResolvers<undefined>()
      const before = last
      last = before.then(() => mine.promise)
      const leave = () => mine.resolve(undefined)
      signal.addEventListener('abort', leave, { once: true })
      await Promise.race([before, mine.promise])
      signal.removeEventListener('abort', leave)
      signal.throwIfAborted()
      return { [Symbol.dispose]: leave }
    },
  }
}
