import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sherpa from 'sherpa-onnx-node'
import { z } from 'zod'
import { joinByteTokens, toByteTable } from './byte-tokens.ts'
import { fileContains } from './find-in-file.ts'
import type { ModelAbilities, Recognised } from './recogniser-messages.ts'
import type { LocalRecipe } from './speech-recipe.ts'

export interface LoadedRecogniser extends ModelAbilities {
  recognise(samples: Float32Array, language: string): Promise<Recognised>
}

/** A file that is missing or broken throws; some others end the process. */
export async function loadRecogniser(
  recipe: LocalRecipe,
  threads: number,
): Promise<LoadedRecogniser> {
  const isWhisper = recipe.family === 'whisper'
  await using tokens = isWhisper ? await writeByteTable(recipe.tokens) : null
  const tokensPath = tokens?.path ?? recipe.tokens
  const configFor = (language: string) => recogniserConfig(recipe, tokensPath, language, threads)
  const recogniser = await sherpa.OfflineRecognizer.createAsync(configFor(''))
  let configured = ''

  return {
    hasWordTimes: await hasWordTimes(recipe),
    async recognise(samples, language) {
      if (language !== configured) recogniser.setConfig(configFor(language))
      configured = language
      const stream = recogniser.createStream()
      stream.acceptWaveform({ samples, sampleRate: 16_000 })
      const result = decoded.parse(await recogniser.decodeAsync(stream))
      const startOf = (index: number) => result.timestamps[index] ?? null
      return {
        tokens: isWhisper
          ? joinByteTokens(result.tokens, startOf)
          : result.tokens.map((text, index) => ({ text, start: startOf(index) })),
        tokenCount: result.tokens.length,
        language: result.lang.replace(/^<\|(.*)\|>$/, '$1'),
      }
    },
  }
}

const decoded = z.object({
  tokens: z.array(z.string()),
  timestamps: z.array(z.number()).default([]),
  lang: z.string().default(''),
})

function recogniserConfig(
  recipe: LocalRecipe,
  tokens: string,
  language: string,
  threads: number,
): object {
  return {
    featConfig: { sampleRate: 16_000, featureDim: 80 },
    modelConfig: {
      ...modelConfig(recipe, language),
      tokens,
      numThreads: threads,
      provider: 'cpu',
      debug: 0,
    },
    decodingMethod: 'greedy_search',
  }
}

function modelConfig(recipe: LocalRecipe, language: string): object {
  switch (recipe.family) {
    case 'whisper': {
      const { encoder, decoder } = recipe
      // The number, since `true` is ignored. Times of segments end a piece after its first sentence.
      const times = { enableTokenTimestamps: 1 }
      return { whisper: { encoder, decoder, language, task: 'transcribe', ...times } }
    }
    case 'nemo-transducer': {
      const { encoder, decoder, joiner } = recipe
      return { transducer: { encoder, decoder, joiner }, modelType: 'nemo_transducer' }
    }
    case 'moonshine': {
      const { preprocessor, encoder, uncachedDecoder, cachedDecoder } = recipe
      return { moonshine: { preprocessor, encoder, uncachedDecoder, cachedDecoder } }
    }
    case 'sense-voice': {
      const { model } = recipe
      return { senseVoice: { model, language, useInverseTextNormalization: 1 } }
    }
    case 'nemo-ctc':
      return { nemoCtc: { model: recipe.model } }
  }
}

/** Whisper takes word times from the attention between text and audio, if its decoder was exported with it. */
async function hasWordTimes(recipe: LocalRecipe): Promise<boolean> {
  switch (recipe.family) {
    case 'whisper':
      return fileContains(recipe.decoder, 'cross_attention_weights')
    case 'moonshine':
      return false
    case 'nemo-transducer':
    case 'sense-voice':
    case 'nemo-ctc':
      return true
  }
}

/** Read when the model is loaded, not needed afterwards. */
async function writeByteTable(tokens: string): Promise<{ path: string } & AsyncDisposable> {
  const table = toByteTable(await readFile(tokens, 'utf8'))
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-tokens-'))
  const path = join(folder, 'tokens.txt')
  await writeFile(path, table)
  return {
    path,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
