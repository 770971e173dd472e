import type { z } from 'zod'
import { CuepointError } from '../../domain/errors.ts'
import type { Cause } from '../../domain/video.ts'
import type { part } from '../schemas/system.ts'

export type Part = z.output<typeof part>

/** What a part says of itself; `name` is given by who asks. */
export type Finding = Omit<Part, 'name' | 'details' | 'problem'> &
  Partial<Pick<Part, 'details' | 'problem'>>

/** Examines one part; one that cannot even be asked has failed, and says why. */
export async function examine(
  name: Part['name'],
  look: () => Finding | Promise<Finding>,
): Promise<Part> {
  const looking = Promise.resolve().then(look)
  const finding = await looking.catch((error: unknown): Finding => {
    const problem = causeOf(error)
    return { state: 'failed', summary: problem.message, problem }
  })
  return { name, details: {}, problem: null, ...finding }
}

function causeOf(error: unknown): Cause {
  if (!(error instanceof CuepointError)) {
    return { code: 'internal', message: error instanceof Error ? error.message : String(error) }
  }
  const { code, message, remedy } = error
  return { code, message, ...(remedy !== undefined && { remedy }) }
}

/** `1.2 GB`, in powers of ten as disks are sold. */
export function inUnits(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(Math.floor(Math.log10(Math.max(1, bytes)) / 3), units.length - 1)
  const amount = bytes / 1000 ** power
  return `${power === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[power] ?? ''}`
}
