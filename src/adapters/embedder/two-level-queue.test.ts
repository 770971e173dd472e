import { describe, expect, it } from 'vitest'
import { createTwoLevelQueue } from './two-level-queue.ts'

describe('a queue of two levels', () => {
  it('does one thing at a time, the urgent before the patient, each in order', async () => {
    const queue = createTwoLevelQueue()
    const log: string[] = []
    const work = (name: string) => async () => {
      log.push(`${name} begins`)
      await Promise.resolve()
      log.push(`${name} ends`)
    }
    await Promise.all([
      queue.run('patient', work('first')),
      queue.run('patient', work('second')),
      queue.run('urgent', work('urgent')),
    ])
    expect(log).toEqual(
      ['first', 'urgent', 'second'].flatMap((name) => [`${name} begins`, `${name} ends`]),
    )
  })

  it('goes on after work that failed', async () => {
    const queue = createTwoLevelQueue()
    const failing = queue.run('patient', () => Promise.reject(new Error('failed')))
    const next = queue.run('patient', () => Promise.resolve('done'))
    await expect(failing).rejects.toThrow('failed')
    expect(await next).toBe('done')
  })

  it('never begins what was aborted while it waited', async () => {
    const queue = createTwoLevelQueue()
    const abort = new AbortController()
    const first = Promise.withResolvers<undefined>()
    const running = queue.run('patient', () => first.promise)
    let hasBegun = false
    const begin = () => Promise.resolve((hasBegun = true))
    const waiting = queue.run('patient', begin, abort.signal)
    abort.abort(new Error('not wanted'))
    await expect(waiting).rejects.toThrow('not wanted')
    first.resolve(undefined)
    await running
    expect(hasBegun).toBe(false)
  })
})
