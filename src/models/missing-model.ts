import { CuepointError, MissingPartError } from '../domain/errors.ts'
import { HubAnswerError } from './hub-errors.ts'
import { modelBytes, type ModelRow } from './model.ts'

/** What a person needs to know to bring a model by hand. */
export interface Whereabouts {
  readonly modelsDirectory: string | null
  readonly cacheDirectory: string
  readonly endpoint: string
}

/** Says which model is missing, how large it is, where it would come from, why it did not, and how to bring it. */
export function missingModel(
  model: ModelRow,
  where: Whereabouts,
  reason: string,
  cause?: unknown,
): MissingPartError {
  return new MissingPartError(
    'model-missing',
    `The model ${model.key} (${inMegabytes(modelBytes(model))}, ${where.endpoint}/${model.repo}) is not on this machine: ${reason}.`,
    howToBring(model, where),
    cause,
  )
}

/** A folder of `CUEPOINT_MODELS_DIR` that lacks a file: somebody put it there, so it is not passed over. */
export function incompleteFolder(model: ModelRow, folder: string, path: string): MissingPartError {
  return new MissingPartError(
    'model-missing',
    `The model ${model.key} in ${folder} lacks the file ${path}, or it cannot be read.`,
    `Put ${model.files.map((file) => file.path).join(', ')} there, or remove the folder so that the hub's cache is used.`,
  )
}

/** Puts whatever stopped a download in terms of the model. */
export function toMissingModel(error: unknown, model: ModelRow, where: Whereabouts): CuepointError {
  if (error instanceof CuepointError) return error
  if (error instanceof HubAnswerError)
    return missingModel(model, where, explainStatus(error), error)
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(model, where, error)
  return missingModel(model, where, error instanceof Error ? error.message : String(error), error)
}

function diskFull(model: ModelRow, where: Whereabouts, cause: unknown): MissingPartError {
  return new MissingPartError(
    'disk-full',
    `There is no room left in ${where.cacheDirectory} for the model ${model.key} (${inMegabytes(modelBytes(model))}).`,
    'Make room there, or choose another place with HF_HOME. What has been downloaded is kept.',
    cause,
  )
}

export function inMegabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`
}

function howToBring(model: ModelRow, { modelsDirectory }: Whereabouts): string {
  const target = modelsDirectory ?? 'the folder that CUEPOINT_MODELS_DIR names'
  return (
    `With a network: cuepoint models pull ${model.key}. Without: run that on a machine that has one, copy the folder that ` +
    `"cuepoint models path ${model.key}" prints there (cp -rL, its files are links) to ${model.key} in ${target}.`
  )
}

function explainStatus({ message, status }: HubAnswerError): string {
  if (status === 401 || status === 403) return `${message}; HF_TOKEN is missing or not accepted`
  if (status === 404) return `${message}; HF_ENDPOINT does not have this model`
  return message
}
