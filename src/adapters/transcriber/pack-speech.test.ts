import { describe, expect, it } from 'vitest'
import { createSpeechPacker } from './pack-speech.ts'

const range = (start: number, end: number) => ({ start, end })

describe('packing speech', () => {
  it('puts neighbours together as long as they fit, cut in the middle of the pause', () => {
    const packer = createSpeechPacker(0, 28)
    packer.add([range(1, 10), range(11, 20), range(20.6, 33)])
    expect(packer.take(33)).toEqual([{ until: 20.3, speech: [range(1, 10), range(11, 20)] }])
    expect(packer.take(40)).toEqual([])
    expect(packer.finish(50)).toEqual([{ until: 50, speech: [range(20.6, 33)] }])
  })

  it('ends a span at the longest pause of its second half', () => {
    const packer = createSpeechPacker(0, 28)
    packer.add([range(0, 16), range(18, 22), range(22.3, 27), range(27.4, 30)])
    const [span] = packer.take(30)
    expect(span?.speech).toEqual([range(0, 16)])
  })

  it('waits for what may still join', () => {
    const packer = createSpeechPacker(0, 28)
    packer.add([range(1, 5)])
    expect(packer.take(28)).toEqual([])
    expect(packer.take(29.5)).toHaveLength(1)
  })

  it('lets only a breath of a long pause go with the speech before it', () => {
    const packer = createSpeechPacker(0, 10)
    packer.add([range(1, 5)])
    expect(packer.take(12)).toEqual([{ until: 5.5, speech: [range(1, 5)] }])
  })

  it('moves on over silence', () => {
    const packer = createSpeechPacker(100, 28)
    expect(packer.take(120)).toEqual([])
    expect(packer.take(130)).toEqual([{ until: 130, speech: [] }])
    expect(packer.finish(140)).toEqual([{ until: 140, speech: [] }])
  })

  it('covers everything, without a gap and in order, whatever comes', () => {
    const packer = createSpeechPacker(0, 28)
    const spans = []
    let added = 0
    for (let now = 0; now < 600; now += 1) {
      const end = now - 0.3
      if (now % 7 === 0 && now % 100 < 70 && end - 5 > added) {
        packer.add([range(end - 5, end)])
        added = end
      }
      spans.push(...packer.take(Math.max(added, now - 6)))
    }
    spans.push(...packer.finish(600))
    let from = 0
    for (const { until, speech } of spans) {
      for (const { start, end } of speech) {
        expect(start).toBeGreaterThanOrEqual(from)
        expect(end).toBeLessThanOrEqual(until)
      }
      expect((speech.at(-1)?.end ?? 0) - (speech[0]?.start ?? 0)).toBeLessThanOrEqual(28)
      from = until
    }
    expect(from).toBe(600)
  })
})
