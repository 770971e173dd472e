import type { EmbeddingModel } from './model.ts'

const weights = 'onnx/model_quantized.onnx'
const tokenizer = 'tokenizer.json'

/** Every embedding model. Recipes are those of the models' own cards. */
export const embeddingModels: readonly EmbeddingModel[] = [
  {
    kind: 'embedding',
    key: 'multilingual-e5-small',
    title: 'Multilingual E5 small',
    repo: 'Xenova/multilingual-e5-small',
    revision: '761b726dd34fb83930e26aab4e9ac3899aa1fa78',
    files: [
      {
        path: weights,
        bytes: 118_308_185,
        sha256: 'f80102d3f2a1229f387d3c81909990d8945513e347b0eab049f7de3c6f98c193',
      },
      {
        path: tokenizer,
        bytes: 17_082_730,
        sha256: '0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39',
      },
    ],
    licence: 'MIT',
    languages: 'about 100 languages',
    goodFor: 'Any language, a question in one and the answer in another: the default.',
    weights,
    tokenizer,
    recipe: {
      modelId: 'multilingual-e5-small',
      dimensions: 384,
      pooling: 'mean',
      queryPrefix: 'query: ',
      passagePrefix: 'passage: ',
      maxTokens: 512,
      noiseCosine: 0.83,
    },
  },
  {
    kind: 'embedding',
    key: 'granite-embedding-97m-multilingual-r2',
    title: 'Granite Embedding 97M multilingual R2',
    repo: 'ibm-granite/granite-embedding-97m-multilingual-r2',
    revision: '835ad14087e140460703cf0fae09f97d469d65c2',
    files: [
      {
        path: 'onnx/model_quint8_avx2.onnx',
        bytes: 98_247_878,
        sha256: 'a6022dd8220ea6f6595562a1328ee216f4a94faa55362f2f4747c80f1e78772e',
      },
      { path: tokenizer, bytes: 25_301_672, sha256: null },
    ],
    licence: 'Apache-2.0',
    languages: 'over 200 languages, 52 of them tuned',
    goodFor: 'The most exact for questions in any language, by its published figures.',
    weights: 'onnx/model_quint8_avx2.onnx',
    tokenizer,
    recipe: {
      modelId: 'granite-embedding-97m-multilingual-r2',
      dimensions: 384,
      pooling: 'first-token',
      queryPrefix: '',
      passagePrefix: '',
      // It reads 32,768; a chunk of speech has about 100, and the work grows with the square.
      maxTokens: 2048,
      noiseCosine: null,
    },
  },
  {
    kind: 'embedding',
    key: 'bge-small-en-v1.5',
    title: 'BGE small English v1.5',
    repo: 'Xenova/bge-small-en-v1.5',
    revision: 'ea104dacec62c0de699686887e3f920caeb4f3e3',
    files: [
      {
        path: weights,
        bytes: 34_000_000,
        isApproximate: true,
        sha256: '6c9c6101a956d62dfb5e7190c538226c0c5bb9cb27b651234b6df063ee7dbfe4',
      },
      {
        path: tokenizer,
        bytes: 711_000,
        isApproximate: true,
        sha256: 'd241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66',
      },
    ],
    licence: 'MIT',
    languages: 'English',
    goodFor: 'English alone: more exact than all-MiniLM-L6-v2, a quarter of the default in size.',
    weights,
    tokenizer,
    recipe: {
      modelId: 'bge-small-en-v1.5',
      dimensions: 384,
      pooling: 'first-token',
      queryPrefix: 'Represent this sentence for searching relevant passages: ',
      passagePrefix: '',
      maxTokens: 512,
      noiseCosine: null,
    },
  },
  {
    kind: 'embedding',
    key: 'all-MiniLM-L6-v2',
    title: 'all-MiniLM-L6-v2',
    repo: 'Xenova/all-MiniLM-L6-v2',
    revision: '751bff37182d3f1213fa05d7196b954e230abad9',
    files: [
      {
        path: weights,
        bytes: 22_972_370,
        sha256: 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1',
      },
      {
        path: tokenizer,
        bytes: 711_661,
        sha256: 'da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0',
      },
    ],
    licence: 'Apache-2.0',
    languages: 'English',
    goodFor: 'English on a weak machine: the smallest and the fastest.',
    weights,
    tokenizer,
    recipe: {
      modelId: 'all-MiniLM-L6-v2',
      dimensions: 384,
      pooling: 'mean',
      queryPrefix: '',
      passagePrefix: '',
      maxTokens: 256,
      noiseCosine: 0.35,
    },
  },
]
