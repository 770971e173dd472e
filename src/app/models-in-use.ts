import type { Config } from '../config/config.ts'
import { vadModel } from '../models/vad-model.ts'

/** Keys of the models that the settings ask for. */
export function modelsInUse({
  transcriber,
  embedder,
}: Pick<Config, 'transcriber' | 'embedder'>): string[] {
  return [
    ...(transcriber.kind === 'local' ? [transcriber.model, vadModel.key] : []),
    ...(embedder.kind === 'local' ? [embedder.model] : []),
  ]
}
