import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onnx } from 'onnx-proto'
import { toneRecipe } from './tone-transcriber.ts'

export { createToneTranscriber } from './tone-transcriber.ts'

/** Tones that the model takes for words; everything else is silence to it. */
export const toneOf = { hello: 500, world: 2500 } as const

/** Writes the files of the tone model into `folder`, which is made. */
export async function writeToneModel(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, toneRecipe.model), toneWeights())
  await writeFile(join(folder, toneRecipe.tokens), '▁hello 0\n▁world 1\n<blk> 2\n')
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
