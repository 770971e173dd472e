import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onnx } from 'onnx-proto'
import { floats, ints, node, valueInfo } from './tone-model.ts'

const melBins = 80

/**
 * Writes `voices.onnx` into `folder`, which is made: an embedding of a voice for sherpa-onnx without weights. It is the
 * mean of the mel features less their mean over the bins, so that voices of another colour lie in another direction.
 * It tells synthetic voices apart, and not people.
 */
export async function writeVoiceModel(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'voices.onnx')
  await writeFile(path, voiceWeights())
  return path
}

function voiceWeights(): Uint8Array {
  const { FLOAT } = onnx.TensorProto.DataType
  const graph = onnx.GraphProto.create({
    name: 'voices',
    initializer: [floats('centre', [melBins, melBins], centring())],
    input: [valueInfo('x', FLOAT, ['batch', 'frames', melBins])],
    output: [valueInfo('embedding', FLOAT, ['batch', melBins])],
    node: [
      node('ReduceMean', ['x'], 'mean', [ints('axes', [1]), int('keepdims', 0)]),
      node('MatMul', ['mean', 'centre'], 'embedding'),
    ],
  })
  const metadataProps = Object.entries({
    framework: '3d-speaker',
    language: 'any',
    output_dim: `${melBins}`,
    sample_rate: '16000',
    normalize_samples: '1',
    feature_normalize_type: '',
  }).map(([key, value]) => ({ key, value }))
  const model = { irVersion: 8, opsetImport: [{ version: 13 }], graph, metadataProps }
  return onnx.ModelProto.encode(onnx.ModelProto.create(model)).finish()
}

/** Takes the average over neighbouring bins (the spectrum's slope) away and leaves what is peculiar to a voice. */
function centring(): number[] {
  const matrix: number[] = []
  for (let row = 0; row < melBins; row += 1)
    for (let column = 0; column < melBins; column += 1)
      matrix.push((row === column ? 1 : 0) - 1 / melBins)
  return matrix
}

function int(name: string, value: number): onnx.IAttributeProto {
  return { name, i: value, type: onnx.AttributeProto.AttributeType.INT }
}
