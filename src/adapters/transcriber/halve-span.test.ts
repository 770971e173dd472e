import { describe, expect, it } from 'vitest'
import type { AudioClip } from './audio-clip.ts'
import { halvesOf } from './halve-span.ts'

const range = (start: number, end: number) => ({ start, end })

/** Quietest wherever the middle of what was asked is. */
const audio: AudioClip = {
  slice: () => new Uint8Array(),
  quietestMoment: ({ start, end }) => (start + end) / 2,
}

describe('the halves of a span', () => {
  it('meet in the pause nearest to the middle', () => {
    const speech = [range(1, 4), range(5, 12), range(13, 20)]
    const [first, second] = halvesOf({ from: 0, until: 22, speech, audio })
    expect(first).toMatchObject({ from: 0, until: 12.5, speech: [range(1, 4), range(5, 12)] })
    expect(second).toMatchObject({ from: 12.5, until: 22, speech: [range(13, 20)] })
  })

  it('meet at a quiet moment around the middle where there is no pause', () => {
    const [first, second] = halvesOf({ from: 0, until: 22, speech: [range(2, 20)], audio })
    expect(first).toMatchObject({ until: 11, speech: [range(2, 11)] })
    expect(second).toMatchObject({ from: 11, until: 22, speech: [range(11, 20)] })
  })
})
