import type { SpeechModel } from './model.ts'
import { whisperModels } from './whisper-models.ts'

const parakeetV3Languages = (
  'bg hr cs da nl en et fi fr de el hu it lv lt mt pl pt ro sk sl es sv ru uk' as const
).split(' ')

/** Every speech model, in sherpa-onnx form. */
export const speechModels: readonly SpeechModel[] = [
  ...whisperModels,
  {
    kind: 'speech',
    key: 'parakeet-tdt-0.6b-v3',
    title: 'Parakeet TDT 0.6B v3',
    repo: 'csukuangfj/sherpa-onnx-nemo-parakeet-tdt-0.6b-v3-int8',
    revision: '2bda32ec70b097a55adaa07d9a7173915b43cc78',
    files: [
      {
        path: 'encoder.int8.onnx',
        bytes: 652_184_281,
        sha256: 'acfc2b4456377e15d04f0243af540b7fe7c992f8d898d751cf134c3a55fd2247',
      },
      {
        path: 'decoder.int8.onnx',
        bytes: 11_845_275,
        sha256: '179e50c43d1a9de79c8a24149a2f9bac6eb5981823f2a2ed88d655b24248db4e',
      },
      {
        path: 'joiner.int8.onnx',
        bytes: 6_355_277,
        sha256: '3164c13fc2821009440d20fcb5fdc78bff28b4db2f8d0f0b329101719c0948b3',
      },
      {
        path: 'tokens.txt',
        bytes: 93_939,
        sha256: 'd58544679ea4bc6ac563d1f545eb7d474bd6cfa467f0a6e2c1dc1c7d37e3c35d',
      },
    ],
    licence: 'CC-BY-4.0',
    languages: '25 European languages',
    goodFor: 'European languages on a machine of the last years: fewest errors, exact word times.',
    recipe: {
      family: 'nemo-transducer',
      encoder: 'encoder.int8.onnx',
      decoder: 'decoder.int8.onnx',
      joiner: 'joiner.int8.onnx',
      tokens: 'tokens.txt',
      languages: parakeetV3Languages,
    },
  },
  {
    kind: 'speech',
    key: 'parakeet-tdt-0.6b-v2',
    title: 'Parakeet TDT 0.6B v2',
    repo: 'csukuangfj/sherpa-onnx-nemo-parakeet-tdt-0.6b-v2-int8',
    revision: '1ab9323565ddb038682214b292f588070a538ce2',
    files: [
      {
        path: 'encoder.int8.onnx',
        bytes: 652_184_296,
        sha256: 'a32b12d17bbbc309d0686fbbcc2987b5e9b8333a7da83fa6b089f0a2acd651ab',
      },
      {
        path: 'decoder.int8.onnx',
        bytes: 7_257_753,
        sha256: 'b6bb64963457237b900e496ee9994b59294526439fbcc1fecf705b31a15c6b4e',
      },
      {
        path: 'joiner.int8.onnx',
        bytes: 1_739_080,
        sha256: '7946164367946e7f9f29a122407c3252b680dbae9a51343eb2488d057c3c43d2',
      },
      {
        path: 'tokens.txt',
        bytes: 9_384,
        sha256: 'ec182b70dd42113aff6c5372c75cac58c952443eb22322f57bbd7f53977d497d',
      },
    ],
    licence: 'CC-BY-4.0',
    languages: 'English',
    goodFor: 'English on a machine of the last years: fewest errors, exact word times.',
    recipe: {
      family: 'nemo-transducer',
      encoder: 'encoder.int8.onnx',
      decoder: 'decoder.int8.onnx',
      joiner: 'joiner.int8.onnx',
      tokens: 'tokens.txt',
      languages: ['en'],
    },
  },
  {
    kind: 'speech',
    key: 'moonshine-tiny-en',
    title: 'Moonshine tiny',
    repo: 'csukuangfj/sherpa-onnx-moonshine-tiny-en-int8',
    revision: 'bf2b762c076d8ea61e2af0b3851c9564fb77552e',
    files: [
      {
        path: 'preprocess.onnx',
        bytes: 6_800_738,
        sha256: 'f33addce61a143460fe753b5ee5b7db255e5140b5b779c065b94f6c83ff0bf4e',
      },
      {
        path: 'encode.int8.onnx',
        bytes: 18_249_187,
        sha256: '8774dfba578de027ec6595c2c654a0836434489bc963a0db124a7f181f571acb',
      },
      {
        path: 'uncached_decode.int8.onnx',
        bytes: 53_216_096,
        sha256: '216737000dd5881a17aa043f6bbd286add33e4c3b0ae257153e2ec15438bdc41',
      },
      {
        path: 'cached_decode.int8.onnx',
        bytes: 45_264_830,
        sha256: '2aff28bba6a03d8dcf5c9feac45462629bae37317442299f28115ad09da773f6',
      },
      { path: 'tokens.txt', ...moonshineTokens() },
    ],
    licence: 'MIT',
    languages: 'English',
    goodFor: 'English on the weakest machines; work grows with the speech, not with 30 s windows.',
    recipe: moonshineRecipe(),
  },
  {
    kind: 'speech',
    key: 'moonshine-base-en',
    title: 'Moonshine base',
    repo: 'csukuangfj/sherpa-onnx-moonshine-base-en-int8',
    revision: '052b0798ad1bf046a140fdd4efcd9426530fa3f5',
    files: [
      {
        path: 'preprocess.onnx',
        bytes: 14_077_290,
        sha256: 'ffa630d395c5ccf76f5d4954be5b882df76aaf6491519ec01fd82ea7a3819fb2',
      },
      {
        path: 'encode.int8.onnx',
        bytes: 50_311_494,
        sha256: '7e38770f776f2e5583a53b052936005df2ba5c833d7e09c2a5fd796b94bf73e2',
      },
      {
        path: 'uncached_decode.int8.onnx',
        bytes: 122_120_451,
        sha256: 'c01f4b35093bcac20d352d23a75a539e772964579f9d024a90e5e6f09cae9987',
      },
      {
        path: 'cached_decode.int8.onnx',
        bytes: 99_983_837,
        sha256: '2db74e51cedf64a8b1be3c8192e0bb5e4923af0e90bd9e87f8e8771873f8ea03',
      },
      { path: 'tokens.txt', ...moonshineTokens() },
    ],
    licence: 'MIT',
    languages: 'English',
    goodFor: 'English on a weak machine, with about the errors of Whisper base.en.',
    recipe: moonshineRecipe(),
  },
  {
    kind: 'speech',
    key: 'sense-voice',
    title: 'SenseVoice small',
    repo: 'csukuangfj/sherpa-onnx-sense-voice-zh-en-ja-ko-yue-2024-07-17',
    revision: '2365baeacb507f821a0c8120fcee3d484dba7a07',
    files: [
      {
        path: 'model.int8.onnx',
        bytes: 239_233_841,
        sha256: 'c71f0ce00bec95b07744e116345e33d8cbbe08cef896382cf907bf4b51a2cd51',
      },
      {
        path: 'tokens.txt',
        bytes: 315_894,
        sha256: 'f449eb28dc567533d7fa59be34e2abca8784f771850c78a47fb731a31429a1dc',
      },
    ],
    licence: 'FunASR Model License 1.1 (attribution; not an open-source licence)',
    languages: 'Chinese, Cantonese, Japanese, Korean, English',
    goodFor: 'Chinese, Cantonese, Japanese and Korean: fewer errors than Whisper, and faster.',
    recipe: {
      family: 'sense-voice',
      model: 'model.int8.onnx',
      tokens: 'tokens.txt',
      languages: ['zh', 'en', 'ja', 'ko', 'yue'],
    },
  },
]

function moonshineRecipe(): SpeechModel['recipe'] {
  return {
    family: 'moonshine',
    preprocessor: 'preprocess.onnx',
    encoder: 'encode.int8.onnx',
    uncachedDecoder: 'uncached_decode.int8.onnx',
    cachedDecoder: 'cached_decode.int8.onnx',
    tokens: 'tokens.txt',
    languages: ['en'],
  }
}

function moonshineTokens() {
  return {
    bytes: 436_688,
    sha256: '1165c2aeb9f72f457a83be2d459a09054f27490acd9b41bd43794dfd25e296ea',
  }
}
