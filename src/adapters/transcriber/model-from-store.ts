import { join } from 'node:path'
import type { ModelStore } from '../../models/model-store.ts'
import type { SpeechModel } from '../../models/model.ts'
import { vadModel } from '../../models/vad-model.ts'
import type { SpeechModelSource } from './local.ts'

/** Brings a speech model and the voice detection that it works with. */
export function modelFromStore(
  models: Pick<ModelStore, 'ensure'>,
  { key }: SpeechModel,
): SpeechModelSource {
  return {
    async bring(signal) {
      const vadFolder = await models.ensure(vadModel.key, { signal })
      const folder = await models.ensure(key, { signal })
      return { folder, vad: join(vadFolder, vadModel.model) }
    },
  }
}
