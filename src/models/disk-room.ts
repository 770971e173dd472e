import { statfs } from 'node:fs/promises'
import { MissingPartError } from '../domain/errors.ts'
import { inMegabytes } from './missing-model.ts'
import type { ModelRow } from './model.ts'

/** Left free for everything else on the disk. */
const reserveBytes = 64 * 2 ** 20

/** Rejects with `disk-full` (waits) when the rest of a model does not fit. */
export async function checkRoom(
  folder: string,
  neededBytes: number,
  model: ModelRow,
): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const freeBytes = bavail * bsize
  if (freeBytes >= neededBytes + reserveBytes) return
  throw new MissingPartError(
    'disk-full',
    `The model ${model.key} needs ${inMegabytes(neededBytes)} more in ${folder}, where ${inMegabytes(freeBytes)} are free.`,
    'Make room there, or choose another place with HF_HOME.',
  )
}
