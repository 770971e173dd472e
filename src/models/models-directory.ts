import { access, constants, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { incompleteFolder } from './missing-model.ts'
import type { ModelRow } from './model.ts'

/**
 * The folder of a model in `CUEPOINT_MODELS_DIR`, null when there is none. What a person put there is taken as it is,
 * without checksums: conversions of one's own are welcome. Rejects with `model-missing` when it lacks a file.
 */
export async function findInModelsDirectory(
  modelsDirectory: string | null,
  model: ModelRow,
): Promise<string | null> {
  if (modelsDirectory === null) return null
  const folder = join(modelsDirectory, model.key)
  const found = await stat(folder).catch(() => null)
  if (!found?.isDirectory()) return null
  for (const { path } of model.files)
    if (!(await isReadableFile(join(folder, path)))) throw incompleteFolder(model, folder, path)
  return folder
}

async function isReadableFile(path: string): Promise<boolean> {
  const file = await stat(path).catch(() => null)
  if (!file?.isFile() || file.size === 0) return false
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  )
}
