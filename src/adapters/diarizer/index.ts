import { join } from 'node:path'
import type { SpeakersConfig } from '../../config/parts/speakers-config.ts'
import { segmentationModel, voiceModel } from '../../models/diarization-models.ts'
import type { ModelStore } from '../../models/model-store.ts'
import type { Diarizer } from '../../ports/diarizer.ts'
import type { Logger } from '../../ports/logger.ts'
import type { MediaTool } from '../../ports/media-tool.ts'
import { createLocalDiarizer } from './local.ts'

/** Null: nobody tells voices apart, so only captions and services name speakers. */
export function createDiarizer(
  config: SpeakersConfig,
  { media, models, logger }: { media: MediaTool; models: ModelStore; logger: Logger },
): Diarizer | null {
  switch (config.kind) {
    case 'local': {
      const { threads, voiceDistance } = config
      const bring = async (signal: AbortSignal) => ({
        segmentation: join(
          await models.ensure(segmentationModel.key, { signal }),
          segmentationModel.model,
        ),
        voices: join(await models.ensure(voiceModel.key, { signal }), voiceModel.model),
      })
      return createLocalDiarizer({ source: { bring }, media, logger, threads, voiceDistance })
    }
    case 'none':
      return null
  }
}
