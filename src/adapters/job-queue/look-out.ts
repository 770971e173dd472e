import { setTimeout as sleep } from 'node:timers/promises'

/** How soon it looks after something happened here; from there it calms down again. */
const hurriedMs = 20

/**
 * Calls `look` again and again until it is disposed: every `calmMs` for what others send and for what becomes due, and
 * sooner after something was sent here, in a transaction that is about to commit.
 */
export class LookOut implements AsyncDisposable {
  readonly #look: () => Promise<void>
  readonly #ended = new AbortController()
  readonly #looking: Promise<void>
  readonly #calmMs: number
  #nap = new AbortController()
  #napMs: number
  #nextNapMs: number

  constructor(look: () => Promise<void>, calmMs: number) {
    this.#look = look
    this.#calmMs = calmMs
    this.#napMs = calmMs
    this.#nextNapMs = calmMs
    this.#looking = this.#lookAlways()
  }

  hurry(): void {
    this.#nextNapMs = hurriedMs
    // A short nap is left alone: who hurries it all the time would never let it end.
    if (this.#napMs > hurriedMs) this.#nap.abort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort()
    await this.#looking
  }

  /** One loop from the start on: what it asks the database is never part of the transaction that `hurry` was called in. */
  async #lookAlways(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      this.#nap = new AbortController()
      const signal = AbortSignal.any([this.#ended.signal, this.#nap.signal])
      this.#napMs = this.#nextNapMs
      this.#nextNapMs = Math.min(this.#calmMs, this.#napMs * 2)
      const isRested = await sleep(this.#napMs, true, { signal }).catch(() => false)
      if (isRested) await this.#look()
    }
  }
}
