import { describe, expect, it } from 'vitest'
import { secondAt, secondByKey, share, storyboardCell } from './bar-geometry.ts'

const ticks = [10, 50, 90].map((at) => ({ at, strength: 1 }))

describe('places in the bar', () => {
  it('are shares of the length, within the bar', () => {
    expect([-5, 0, 50, 100, 200].map((seconds) => share(seconds, 100))).toEqual([
      0, 0, 50, 100, 100,
    ])
    expect(share(5, 0)).toBe(0)
  })

  it('snap to a tick that is near', () => {
    const bar = { duration: 100, ticks, reach: 0.02 }
    expect(secondAt(0.51, bar)).toBe(50)
    expect(secondAt(0.6, bar)).toBe(60)
    expect(secondAt(1.5, bar)).toBe(100)
  })
})

describe('keys', () => {
  it('move by seconds in a player', () => {
    const bar = { duration: 100, ticks, step: 5 }
    expect(secondByKey('ArrowRight', 98, bar)).toBe(100)
    expect(secondByKey('ArrowLeft', 50, bar)).toBe(45)
    expect(secondByKey('PageUp', 45, bar)).toBe(50)
    expect(secondByKey('Home', 45, bar)).toBe(0)
    expect(secondByKey('x', 45, bar)).toBeNull()
  })

  it('move by moments under a result', () => {
    const bar = { duration: 100, ticks, step: 'ticks' as const }
    expect(secondByKey('ArrowRight', 10, bar)).toBe(50)
    expect(secondByKey('ArrowRight', 90, bar)).toBe(90)
    expect(secondByKey('ArrowLeft', 50, bar)).toBe(10)
    expect(secondByKey('End', 10, bar)).toBe(90)
  })
})

describe('storyboardCell', () => {
  const storyboard = {
    interval_seconds: 10,
    columns: 2,
    rows: 2,
    width: 160,
    height: 90,
    sheets: ['/a.jpg', '/b.jpg'],
  }

  it('finds sheet, column and row', () => {
    expect(storyboardCell(storyboard, 0)).toMatchObject({ sheet: '/a.jpg', column: 0, row: 0 })
    expect(storyboardCell(storyboard, 39)).toMatchObject({ sheet: '/a.jpg', column: 1, row: 1 })
    expect(storyboardCell(storyboard, 41)).toMatchObject({ sheet: '/b.jpg', column: 0, row: 0 })
  })

  it('has nothing past the last sheet', () => {
    expect(storyboardCell(storyboard, 81)).toBeNull()
  })
})
