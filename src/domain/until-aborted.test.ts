import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { untilAborted } from './until-aborted.ts'

describe('work until an abort', () => {
  it('gives what the work gives, and listens no longer', async () => {
    const { signal } = new AbortController()
    expect(await untilAborted(Promise.resolve(7), signal)).toBe(7)
    await expect(untilAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow(
      'broken',
    )
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('rejects with the reason at once, however the work ends then', async () => {
    const aborting = new AbortController()
    const work = Promise.withResolvers<number>()
    const waiting = untilAborted(work.promise, aborting.signal)
    aborting.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    // An unhandled rejection would fail the run.
    work.reject(new Error('too late'))
    await expect(untilAborted(work.promise, aborting.signal)).rejects.toThrow('enough')
  })

  it('gives what the work gives without a signal', async () => {
    expect(await untilAborted(Promise.resolve('done'))).toBe('done')
  })
})
