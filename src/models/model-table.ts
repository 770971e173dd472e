import { NotFoundError } from '../domain/errors.ts'
import { diarizationModels } from './diarization-models.ts'
import { embeddingModels } from './embedding-models.ts'
import type { EmbeddingModel, Model, SpeechModel } from './model.ts'
import { speechModels } from './speech-models.ts'
import { vadModel } from './vad-model.ts'

/** Every model that Cuepoint can bring by itself. */
export const modelTable: readonly Model[] = [
  ...speechModels,
  vadModel,
  ...diarizationModels,
  ...embeddingModels,
]

/** Rejects a key that is not in the table with `not-found`. */
export function speechModel(key: string): SpeechModel {
  return rowOf(speechModels, 'speech model', key)
}

/** Rejects a key that is not in the table with `not-found`. */
export function embeddingModel(key: string): EmbeddingModel {
  return rowOf(embeddingModels, 'embedding model', key)
}

function rowOf<Row extends Model>(rows: readonly Row[], what: string, key: string): Row {
  const row = rows.find((candidate) => candidate.key === key)
  if (row) return row
  const keys = rows.map((candidate) => candidate.key).join(', ')
  throw new NotFoundError(what, `"${key}"; there are ${keys}`)
}
