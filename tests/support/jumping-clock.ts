/**
 * For `node --import`: after a second, the clock of this process jumps by `CUEPOINT_TEST_CLOCK_HOURS` hours. What is
 * measured by `performance.now()` and the timers is not changed, as by a real jump.
 */
const hours = Number(process.env['CUEPOINT_TEST_CLOCK_HOURS'])
const jumpAtMs = performance.now() + 1000
const RealDate = Date

function nowMs(): number {
  return RealDate.now() + (performance.now() < jumpAtMs ? 0 : hours * 3_600_000)
}

class JumpingDate extends RealDate {
  constructor(...args: [] | [number | string | Date]) {
    super(args[0] ?? nowMs())
  }

  static override now = nowMs
}

Object.defineProperty(globalThis, 'Date', { value: JumpingDate })

export {}
