import type { Config } from '../config/config.ts'
import { diarizationModels } from '../models/diarization-models.ts'
import { vadModel } from '../models/vad-model.ts'

/** Keys of the models that the settings ask for. */
export function modelsInUse({
  transcriber,
  speakers,
  embedder,
}: Pick<Config, 'transcriber' | 'speakers' | 'embedder'>): string[] {
  return [
    ...(transcriber.kind === 'local' ? [transcriber.model, vadModel.key] : []),
    ...(speakers.kind === 'local' ? diarizationModels.map(({ key }) => key) : []),
    ...(embedder.kind === 'local' ? [embedder.model] : []),
  ]
}
