import { recall, remember } from '../app/memory.ts'

const key = 'cuepoint.speed'

export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5] as const

/** The speed that was last chosen in this browser. */
export function rememberedSpeed(): number {
  const last = Number(recall(key))
  return speeds.find((speed) => speed === last) ?? 1
}

export function rememberSpeed(speed: number): void {
  remember(key, String(speed))
}
