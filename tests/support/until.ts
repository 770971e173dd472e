import { setTimeout as sleep } from 'node:timers/promises'

/** Asks until the answer is true; the test's own time limit ends it. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(20)
}
