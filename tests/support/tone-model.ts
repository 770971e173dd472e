import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onnx } from 'onnx-proto'
import { createLocalTranscriber } from '../../src/adapters/transcriber/local.ts'
import type { MediaTool } from '../../src/ports/media-tool.ts'
import type { Transcriber } from '../../src/ports/transcriber.ts'
import { silentLogger } from './silent-logger.ts'

/** Tones that the model takes for words; everything else is silence to it. */
export const toneOf = { hello: 500, world: 2500 } as const

/** A speech model of 1.5 KB that hears tones, for NeMo's CTC loader: nothing to download, the same on every machine. */
const toneRecipe = {
  family: 'nemo-ctc',
  model: 'model.onnx',
  tokens: 'tokens.txt',
  languages: ['en'],
} as const

/** Writes the files of the tone model into `folder`, which is made. */
export async function writeToneModel(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, toneRecipe.model), toneWeights())
  await writeFile(join(folder, toneRecipe.tokens), '▁hello 0\n▁world 1\n<blk> 2\n')
}

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

const melBins = 80
const framesOfToken = 8

/** Mean of 8 mel frames → one score each for the two tones and for neither → log probabilities. */
function toneWeights(): Uint8Array {
  const { FLOAT, INT64 } = onnx.TensorProto.DataType
  const graph = onnx.GraphProto.create({
    name: 'tones',
    initializer: [
      floats('scores', [melBins, 3], Array.from({ length: melBins }, scoresOfBin).flat()),
      floats('neither', [3], [0, 0, leastDifference]),
    ],
    input: [
      valueInfo('audio_signal', FLOAT, ['batch', melBins, 'frames']),
      valueInfo('length', INT64, ['batch']),
    ],
    output: [valueInfo('logprobs', FLOAT, ['batch', 'tokens', 3])],
    node: [
      node('AveragePool', ['audio_signal'], 'mean', [
        ints('kernel_shape', [framesOfToken]),
        ints('strides', [framesOfToken]),
      ]),
      node('Transpose', ['mean'], 'turned', [ints('perm', [0, 2, 1])]),
      node('MatMul', ['turned', 'scores'], 'scored'),
      node('Add', ['scored', 'neither'], 'all'),
      node('LogSoftmax', ['all'], 'logprobs'),
    ],
  })
  const metadataProps = Object.entries({
    vocab_size: '2',
    subsampling_factor: `${framesOfToken}`,
    normalize_type: '',
  }).map(([key, value]) => ({ key, value }))
  const model = { irVersion: 8, opsetImport: [{ version: 17 }], graph, metadataProps }
  return onnx.ModelProto.encode(onnx.ModelProto.create(model)).finish()
}

/** The mel bins around each tone, and how much louder one must be than the other (in nats) to be a word. */
const binsOf = { hello: [11, 19], world: [46, 54] } as const
const leastDifference = 5

function scoresOfBin(_: unknown, bin: number): number[] {
  const share = ([first, last]: readonly [number, number]) =>
    bin >= first && bin < last ? 1 / (last - first) : 0
  const difference = share(binsOf.hello) - share(binsOf.world)
  return [difference, -difference, 0]
}

export function floats(name: string, dims: number[], floatData: number[]) {
  return onnx.TensorProto.create({
    name,
    dims,
    floatData,
    dataType: onnx.TensorProto.DataType.FLOAT,
  })
}

export function node(
  opType: string,
  input: string[],
  output: string,
  attribute: onnx.IAttributeProto[] = [],
) {
  return onnx.NodeProto.create({ opType, input, output: [output], attribute })
}

export function ints(name: string, values: number[]): onnx.IAttributeProto {
  return { name, ints: values, type: onnx.AttributeProto.AttributeType.INTS }
}

export function valueInfo(name: string, elemType: number, dims: readonly (string | number)[]) {
  const dim = dims.map((size) =>
    typeof size === 'string' ? { dimParam: size } : { dimValue: size },
  )
  return onnx.ValueInfoProto.create({ name, type: { tensorType: { elemType, shape: { dim } } } })
}
