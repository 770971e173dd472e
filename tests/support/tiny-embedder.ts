import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { onnx } from 'onnx-proto'
import type { EmbeddingModel } from '../../src/models/model.ts'
import { seededRandom } from './own-words.ts'

/** Longer than the graph has places for, so that a text that was not cut makes it fail. */
const maxTokens = 48
const dimensions = 32

/** A sentence model of 16 KB with random weights: nothing to download, the same vectors on every machine. */
export const tinyEmbeddingModel: EmbeddingModel = {
  kind: 'embedding',
  key: 'tiny-embedder',
  title: 'Tiny embedder',
  repo: 'test/tiny-embedder',
  revision: '0123456789abcdef0123456789abcdef01234567',
  files: [
    { path: 'onnx/model_quantized.onnx', bytes: 1, isApproximate: true, sha256: null },
    { path: 'tokenizer.json', bytes: 1, isApproximate: true, sha256: null },
  ],
  licence: 'Apache-2.0',
  languages: 'none',
  goodFor: 'Tests.',
  weights: 'onnx/model_quantized.onnx',
  tokenizer: 'tokenizer.json',
  recipe: {
    modelId: 'tiny-embedder',
    dimensions,
    pooling: 'mean',
    queryPrefix: 'query: ',
    passagePrefix: 'passage: ',
    maxTokens,
    noiseCosine: null,
  },
}

/** Writes the model's files below `folder`, laid out as a folder of `CUEPOINT_MODELS_DIR` is. */
export async function writeTinyEmbedder(folder: string): Promise<void> {
  const weights = join(folder, tinyEmbeddingModel.weights)
  await mkdir(dirname(weights), { recursive: true })
  await writeFile(weights, tinyWeights())
  await writeFile(join(folder, tinyEmbeddingModel.tokenizer), tinyTokenizer())
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789.,:?!'.split('')
const specials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]']
const vocabulary = [...specials, ...letters, ...letters.map((letter) => `##${letter}`)]

/** WordPiece over single letters, as a `tokenizer.json` of Hugging Face's tokenizers. */
function tinyTokenizer(): string {
  const idOf = (token: string) => vocabulary.indexOf(token)
  const special = (token: string) => ({ SpecialToken: { id: token, type_id: 0 } })
  const ends = ['[CLS]', '[SEP]'] as const
  return JSON.stringify({
    version: '1.0',
    truncation: { max_length: 16, strategy: 'LongestFirst', stride: 0, direction: 'Right' },
    padding: null,
    added_tokens: specials.map((content, id) => ({
      id,
      content,
      special: true,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [special(ends[0]), { Sequence: { id: 'A', type_id: 0 } }, special(ends[1])],
      pair: [],
      special_tokens: Object.fromEntries(
        ends.map((token) => [token, { id: token, ids: [idOf(token)], tokens: [token] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
    },
  })
}

/** One layer: embeddings of token, segment and place, attention over all of them, a dense layer. */
function tinyWeights(): Uint8Array {
  const random = seededRandom(20_261)
  const tensor = (name: string, rows: number, scale: number) =>
    onnx.TensorProto.create({
      name,
      dims: [rows, dimensions],
      dataType: onnx.TensorProto.DataType.FLOAT,
      floatData: Array.from({ length: rows * dimensions }, () => (random() - 0.5) * scale),
    })
  const axis = onnx.TensorProto.create({
    name: 'token_axis',
    dims: [],
    dataType: onnx.TensorProto.DataType.INT64,
    int64Data: [1],
  })
  const graph = onnx.GraphProto.create({
    name: 'tiny-embedder',
    initializer: [
      tensor('tokens', vocabulary.length, 2),
      tensor('segments', 2, 0.2),
      tensor('places', maxTokens + 1, 0.2),
      tensor('dense', dimensions, 0.5),
      axis,
    ],
    input: ['input_ids', 'attention_mask', 'token_type_ids'].map((name) =>
      valueInfo(name, onnx.TensorProto.DataType.INT64, ['batch', 'sequence']),
    ),
    output: [
      valueInfo('last_hidden_state', onnx.TensorProto.DataType.FLOAT, [
        'batch',
        'sequence',
        dimensions,
      ]),
    ],
    node: [
      node('Gather', ['tokens', 'input_ids'], 'token'),
      node('Gather', ['segments', 'token_type_ids'], 'segment'),
      node('CumSum', ['attention_mask', 'token_axis'], 'place_ids'),
      node('Gather', ['places', 'place_ids'], 'place'),
      node('Sum', ['token', 'segment', 'place'], 'embedded'),
      node('Transpose', ['embedded'], 'turned', [intsAttribute('perm', [0, 2, 1])]),
      node('MatMul', ['embedded', 'turned'], 'scores'),
      node('Softmax', ['scores'], 'weights'),
      node('MatMul', ['weights', 'embedded'], 'context'),
      node('MatMul', ['context', 'dense'], 'projected'),
      node('Tanh', ['projected'], 'activated'),
      node('Add', ['activated', 'embedded'], 'last_hidden_state'),
    ],
  })
  const model = onnx.ModelProto.create({ irVersion: 8, opsetImport: [{ version: 17 }], graph })
  return onnx.ModelProto.encode(model).finish()
}

function node(
  opType: string,
  input: string[],
  output: string,
  attribute: onnx.IAttributeProto[] = [],
) {
  return onnx.NodeProto.create({ opType, input, output: [output], attribute })
}

function intsAttribute(name: string, ints: number[]): onnx.IAttributeProto {
  return { name, ints, type: onnx.AttributeProto.AttributeType.INTS }
}

function valueInfo(name: string, elemType: number, dims: readonly (string | number)[]) {
  const dim = dims.map((size) =>
    typeof size === 'string' ? { dimParam: size } : { dimValue: size },
  )
  return onnx.ValueInfoProto.create({ name, type: { tensorType: { elemType, shape: { dim } } } })
}
