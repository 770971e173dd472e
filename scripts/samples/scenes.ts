import type { Canvas, Colour } from './canvas.ts'

export interface Scene {
  readonly background: Colour
  readonly text: Colour
  /** Paints one moment: `seconds` of the video, `share` of its length. The left half is for the words. */
  readonly paint: (canvas: Canvas, seconds: number, share: number) => void
}

export type SceneName = 'dough' | 'sea' | 'wheel' | 'sky' | 'forest' | 'cup'

const paper: Colour = [246, 240, 228]
const ink: Colour = [33, 37, 44]
const amber: Colour = [222, 158, 58]

/** One quiet thing that moves on each, in paper, ink and amber. */
export const scenes: Readonly<Record<SceneName, Scene>> = {
  dough: {
    background: paper,
    text: ink,
    paint(canvas, seconds, share) {
      const table = 590
      const radius = 120 + 130 * share + 3 * Math.sin(seconds * 1.2)
      canvas.circle(920, table - radius * 0.55, radius, amber, table)
      for (let index = 0; index < 18; index += 1) {
        const rise = (seconds * 0.05 + scatter(index)) % 1
        const x = 920 + (scatter(index + 50) - 0.5) * radius * 1.2
        const y = table - 14 - rise * radius * 1.1
        const size = radius * (0.02 + 0.05 * scatter(index + 90)) * Math.sin(Math.PI * rise)
        if (size > 0.5) canvas.circle(x, y, size, [236, 188, 108])
      }
      canvas.line([640, table + 3], [1200, table + 3], 6, ink)
    },
  },
  sea: {
    background: [30, 42, 56],
    text: paper,
    paint(canvas, seconds, share) {
      canvas.circle(1090 - 330 * share, 220 - 70 * Math.sin(Math.PI * share), 74, amber)
      const level = 548 - 36 * Math.sin(share * 2 * Math.PI)
      const waves: [number, number, number, Colour][] = [
        [0, 16, 420, [44, 62, 81]],
        [44, 13, 340, [58, 81, 104]],
        [92, 10, 270, [80, 106, 129]],
      ]
      for (const [depth, height, length, colour] of waves) {
        const shift = seconds * (14 + depth / 4)
        canvas.below(
          (x) => level + depth + height * Math.sin(((x + shift) / length) * 2 * Math.PI),
          colour,
        )
      }
    },
  },
  wheel: {
    background: amber,
    text: ink,
    paint(canvas, seconds) {
      const [x, y, radius] = [930, 360, 220]
      const turn = seconds * 0.35
      for (let index = 0; index < 14; index += 1) {
        const angle = turn + (index * Math.PI) / 7
        const rim: [number, number] = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]
        canvas.line([x, y], rim, 2, [92, 74, 48])
      }
      canvas.ring(x, y, radius, 9, [92, 74, 48])
      canvas.ring(x, y, radius + 19, 26, ink)
      canvas.circle(x, y, 20, ink)
      const patch = turn + 0.9
      const at = radius + 19
      canvas.circle(x + at * Math.cos(patch), y + at * Math.sin(patch), 11, paper)
    },
  },
  sky: {
    background: [20, 23, 31],
    text: paper,
    paint(canvas, seconds) {
      for (let index = 0; index < 130; index += 1) {
        const angle = scatter(index) * 2 * Math.PI + seconds * 0.006
        const distance = 60 + 1100 * Math.sqrt(scatter(index + 300))
        const [x, y] = [940 + distance * Math.cos(angle), 300 + distance * Math.sin(angle)]
        const light = 0.4 + 0.6 * scatter(index + 700)
        canvas.circle(x, y, 0.9 + 1.5 * scatter(index + 900), mix([20, 23, 31], paper, light))
      }
      canvas.circle(940, 340, 62, amber)
      canvas.line([888, 322], [992, 322], 9, [201, 134, 42])
      canvas.line([890, 356], [990, 356], 13, [201, 134, 42])
      for (const [index, reach] of [112, 158, 216, 286].entries()) {
        const swing = Math.sin(seconds * (0.32 - index * 0.06) + index * 2.1)
        if (Math.abs(reach * swing) > 66) canvas.circle(940 + reach * swing, 340, 6, paper)
      }
    },
  },
  forest: {
    background: [216, 214, 190],
    text: [38, 47, 40],
    paint(canvas, seconds) {
      canvas.circle(980, 250, 96, amber)
      const rows: [number, number, number, Colour][] = [
        [9, 5, 26, [180, 186, 160]],
        [7, 10, 44, [126, 140, 117]],
        [5, 18, 74, [60, 74, 62]],
      ]
      for (const [count, speed, thickness, colour] of rows) {
        for (let index = 0; index < count; index += 1) {
          // The right half is wrapped, so that a trunk that goes comes back.
          const place = ((index + 0.6 * scatter(index + count)) / count) * 760 - seconds * speed
          const x = 600 + (((place % 760) + 760) % 760)
          canvas.line([x, -60], [x + 6, 800], thickness * edge((x - 600) / 760), colour)
        }
      }
    },
  },
  cup: {
    background: [232, 233, 216],
    text: ink,
    paint(canvas, seconds, share) {
      const [x, y] = [930, 430]
      for (let index = 0; index < 3; index += 1) {
        let last: [number, number] | null = null
        for (let step = 0; step <= 14; step += 1) {
          const height = step * 13
          const sway = 13 * Math.sin(height / 34 + seconds * 1.1 + index * 1.7) * (step / 14)
          const point: [number, number] = [x + (index - 1) * 62 + sway, y - 44 - height]
          if (last)
            canvas.line(last, point, 5, mix([232, 233, 216], [150, 158, 130], 1 - step / 16))
          last = point
        }
      }
      const tea = 6 + 10 * share
      for (let row = 0; row < 190; row += 1) {
        const half = 150 - 58 * (row / 190) ** 2
        const colour = row < tea ? mix(amber, [143, 164, 91], 0.7) : ink
        canvas.line([x - half, y + row], [x + half, y + row], 2, colour)
      }
      canvas.line([x - 210, y + 202], [x + 210, y + 202], 6, [143, 164, 91])
    },
  },
}

/** A number from 0 to 1 that is the same in every run. */
function scatter(index: number): number {
  const value = Math.sin(index * 127.1 + 311.7) * 43758.5453
  return value - Math.floor(value)
}

function mix(from: Colour, to: Colour, share: number): Colour {
  const channel = (index: 0 | 1 | 2): number => from[index] + (to[index] - from[index]) * share
  return [channel(0), channel(1), channel(2)]
}

/** Thin where something comes and goes, whole between. */
function edge(place: number): number {
  return Math.min(1, Math.max(0, Math.min(place, 1 - place) * 9))
}
