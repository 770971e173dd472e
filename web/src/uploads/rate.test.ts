import { expect, it } from 'vitest'
import { createRateMeter, secondsLeft } from './rate.ts'

it('knows no rate before some time has passed', () => {
  const { measure } = createRateMeter()
  expect(measure(0, 0)).toBeNull()
  expect(measure(50_000, 100)).toBeNull()
  expect(measure(250_000, 250)).toBe(1_000_000)
})

it('does not count what was there before a resume as sent', () => {
  const { measure } = createRateMeter()
  measure(900_000_000, 1000)
  expect(measure(901_000_000, 2000)).toBe(1_000_000)
})

it('follows a change within some seconds, and does not jump', () => {
  const { measure } = createRateMeter()
  let sent = 0
  let rate: number | null = null
  for (let second = 0; second <= 10; second++) rate = measure((sent += 1000), second * 1000)
  expect(rate).toBeCloseTo(1000)
  rate = measure((sent += 9000), 11_000)
  expect(rate).toBeGreaterThan(1500)
  expect(rate).toBeLessThan(4000)
  for (let second = 12; second <= 30; second++) rate = measure((sent += 9000), second * 1000)
  expect(rate).toBeGreaterThan(8500)
})

it('starts again where a connection lost what was on its way', () => {
  const { measure } = createRateMeter()
  measure(0, 0)
  expect(measure(1000, 1000)).toBe(1000)
  expect(measure(400, 1500)).toBe(1000)
  expect(measure(900, 2000)).toBe(1000)
})

it('says how long the rest takes, and says nothing rather than infinity', () => {
  expect(secondsLeft(10_000, 500)).toBe(20)
  expect(secondsLeft(0, null)).toBe(0)
  expect(secondsLeft(10_000, null)).toBeNull()
  expect(secondsLeft(10_000, 0)).toBeNull()
})
