import { createMediaTool } from '../../src/adapters/media-tool/index.ts'
import {
  createOpenAiTranscriber,
  type OpenAiTranscriberConfig,
} from '../../src/adapters/transcriber/openai/transcriber.ts'
import { Secret } from '../../src/config/secret.ts'
import type { Transcriber } from '../../src/ports/transcriber.ts'
import { silentLogger } from './silent-logger.ts'

/** What the speech server of the tests wants. */
export const openAiKey = 'key-of-the-test'

/** Voice detection hears no tones, so everything is taken as speech. */
export function openToneTranscriber(
  baseUrl: string,
  changes: Partial<OpenAiTranscriberConfig> = {},
): Transcriber {
  return createOpenAiTranscriber({
    kind: 'openai',
    baseUrl,
    apiKey: new Secret(openAiKey),
    model: 'whisper-1',
    responseFormat: null,
    resend: false,
    findsSpeech: false,
    media: createMediaTool({ ffmpegPath: null, ffprobePath: null }),
    models: { ensure: () => Promise.reject(new Error('no model is wanted')) },
    logger: silentLogger,
    ...changes,
  })
}
