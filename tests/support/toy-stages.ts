import { setTimeout as sleep } from 'node:timers/promises'
import type { StageName } from '../../src/domain/stage.ts'

/** Lets tests watch, hold up and break the stages that use the toy parts. */
export class ToyStages {
  /** Every time a stage asked a part for something. */
  readonly entered: StageName[] = []
  readonly #faults = new Map<StageName, Error[]>()
  readonly #gates = new Map<StageName, { passes: number; readonly opened: Promise<unknown> }>()
  readonly #onEnter: (stage: StageName) => void
  readonly #pauseMs: number

  constructor({
    pauseMs = 0,
    onEnter = () => undefined,
  }: { pauseMs?: number; onEnter?: (stage: StageName) => void } = {}) {
    this.#pauseMs = pauseMs
    this.#onEnter = onEnter
  }

  /** The next calls of the stage reject with these, one each. */
  breakNext(stage: StageName, ...errors: Error[]): void {
    this.#faults.set(stage, errors)
  }

  /**
   * The stage stops until the function that is returned is called, or until it is aborted. The first `passes` calls go
   * through before.
   */
  hold(stage: StageName, { passes = 0 } = {}): () => void {
    const gate = Promise.withResolvers<undefined>()
    this.#gates.set(stage, { passes, opened: gate.promise })
    return () => {
      this.#gates.delete(stage)
      gate.resolve(undefined)
    }
  }

  count(stage: StageName): number {
    return this.entered.filter((name) => name === stage).length
  }

  async enter(stage: StageName, signal?: AbortSignal): Promise<void> {
    this.entered.push(stage)
    this.#onEnter(stage)
    signal?.throwIfAborted()
    await sleep(this.#pauseMs, undefined, { ...(signal && { signal }) })
    const gate = this.#gates.get(stage)
    if (gate && gate.passes-- <= 0) {
      await Promise.race([gate.opened, ...(signal ? [rejectOnAbort(signal)] : [])])
    }
    const fault = this.#faults.get(stage)?.shift()
    if (fault) throw fault
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
