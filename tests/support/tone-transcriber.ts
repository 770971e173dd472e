import { createLocalTranscriber } from '../../src/adapters/transcriber/local.ts'
import type { MediaTool } from '../../src/ports/media-tool.ts'
import type { Transcriber } from '../../src/ports/transcriber.ts'
import { silentLogger } from './silent-logger.ts'

/** A speech model of 1.5 KB that hears tones, for NeMo's CTC loader: nothing to download, the same on every machine. */
export const toneRecipe = {
  family: 'nemo-ctc',
  model: 'model.onnx',
  tokens: 'tokens.txt',
  languages: ['en'],
} as const

interface ToneTranscriberOptions {
  readonly media: Pick<MediaTool, 'audio'>
  /** Where `writeToneModel` has written. */
  readonly folder: string
  /** The program of the recogniser's process, in place of the real one. */
  readonly script?: URL
  readonly idleSeconds?: number
  /** A file for voice detection, for tests of bad ones. */
  readonly vad?: string
}

/**
 * The local transcriber itself with the tone model: pieces of at most 28 s, words at the start of each tone. There is
 * no voice detection, which hears no tones. A word that stands alone eight times in a piece is taken for a loop.
 */
export function createToneTranscriber({
  media,
  folder,
  script,
  idleSeconds = 60,
  vad,
}: ToneTranscriberOptions): Transcriber {
  return createLocalTranscriber({
    model: 'tones',
    recipe: toneRecipe,
    source: { bring: () => Promise.resolve({ folder, vad: vad ?? null }) },
    media,
    logger: silentLogger,
    threads: 1,
    idleSeconds,
    ...(script && { script }),
  })
}
