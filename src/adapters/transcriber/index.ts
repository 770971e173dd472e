import type { TranscriberConfig } from '../../config/parts/transcriber-config.ts'
import type { ModelStore } from '../../models/model-store.ts'
import { speechModel } from '../../models/model-table.ts'
import type { Logger } from '../../ports/logger.ts'
import type { MediaTool } from '../../ports/media-tool.ts'
import type { Transcriber } from '../../ports/transcriber.ts'
import { createLocalTranscriber } from './local.ts'
import { modelFromStore } from './model-from-store.ts'

/** Null: no transcriber, so only captions bring text. The clients of services are loaded only where they are asked for. */
export async function createTranscriber(
  config: TranscriberConfig,
  { media, models, logger }: { media: MediaTool; models: ModelStore; logger: Logger },
): Promise<Transcriber | null> {
  switch (config.kind) {
    case 'local': {
      const row = speechModel(config.model)
      return createLocalTranscriber({
        model: row.key,
        recipe: row.recipe,
        source: modelFromStore(models, row),
        media,
        logger,
        threads: config.threads,
        idleSeconds: 60,
      })
    }
    case 'openai': {
      const { createOpenAiTranscriber } = await import('./openai/transcriber.ts')
      return createOpenAiTranscriber({ ...config, media, models, logger })
    }
    case 'aws-transcribe': {
      const { createAwsTranscriber } = await import('./aws/transcriber.ts')
      return createAwsTranscriber({ ...config, media, logger })
    }
    case 'google-speech': {
      const { createGoogleTranscriber } = await import('./google/transcriber.ts')
      return createGoogleTranscriber({ ...config, media, logger })
    }
    case 'none':
      return null
  }
}
