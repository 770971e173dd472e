import type { SpeechModel } from './model.ts'

interface WhisperRow {
  readonly name: string
  readonly revision: string
  readonly encoder: { readonly bytes: number; readonly sha256: string }
  readonly decoder: { readonly bytes: number; readonly sha256: string }
  readonly goodFor: string
}

const allTokens = {
  bytes: 816_730,
  sha256: 'b34b360dbb493e781e479794586d661700670d65564001f23024971d1f2fa126',
}

const englishTokens = {
  bytes: 835_554,
  sha256: '306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930',
}

/** Whisper as exported for sherpa-onnx, 8-bit. Any language, and English alone (`.en`). */
export const whisperModels: readonly SpeechModel[] = [
  whisper({
    name: 'tiny',
    revision: '65176e2deb88badc814a94058666cadccc29b61c',
    encoder: {
      bytes: 12_937_772,
      sha256: 'd24fb083ae3b1041fc24e97971d60e280c9342201fbb67b0ab428a8b4a51a434',
    },
    decoder: {
      bytes: 89_855_401,
      sha256: 'd2fece8dd42771f1df975c6c0445770d0c292bf7547c2cae04a6c0cc57540925',
    },
    goodFor: 'Any language on a weak machine; the fastest and the least exact.',
  }),
  whisper({
    name: 'base',
    revision: 'bb53ee204431c90d314c1cc08d28d23e5b7927cc',
    encoder: {
      bytes: 29_120_534,
      sha256: '0b8fb1304b6109976038efff5ace81720e00386f3ff6b54ee8c75291ca0a1e11',
    },
    decoder: {
      bytes: 130_672_026,
      sha256: '9759d217388a01b3a4c7c15533201067b48ae819c4daafc8624e64b9409dc02d',
    },
    goodFor: 'Any language on any machine: the default. An hour of speech takes minutes.',
  }),
  whisper({
    name: 'small',
    revision: '8f3c18b358db4d1f2fc1eae49d75cd20989e4309',
    encoder: {
      bytes: 112_442_483,
      sha256: '4cbe7b22fa9026b843b60a68640c747de05bafb1a11b57edc0e66c232d9f33a9',
    },
    decoder: {
      bytes: 262_226_114,
      sha256: 'acad50b5c782696e91b55914cc5ab4f756f1532f76e22aa6fc615f39fb69a8ee',
    },
    goodFor: 'Fewer errors in languages other than English, at about three times the work of base.',
  }),
  whisper({
    name: 'turbo',
    revision: '2ca6ff69fc878651b770880507669577ac41c2ff',
    encoder: {
      bytes: 674_716_297,
      sha256: 'b02dcdf54f348741e93fe732b67d933c8dcb6735655f710640143081db38878b',
    },
    decoder: {
      bytes: 361_080_764,
      sha256: '20accd02388482eb3a46bd615631adfdc85e1eb2c7db9ea3f02a40ffe6b81547',
    },
    goodFor: 'The best Whisper (large-v3-turbo), about as fast as the speech itself on a laptop.',
  }),
  whisper({
    name: 'tiny.en',
    revision: 'd026532c022fa99fd789d6b32446a1df7b6bfc43',
    encoder: {
      bytes: 12_937_772,
      sha256: '0ce578b827c94a961aacb8fa14b02f096504b337e5c94be37c36238cbe3e8bc6',
    },
    decoder: {
      bytes: 89_853_865,
      sha256: '06c0e6ff6348d427e51839219d1c886c18cfdf411e629e33f5e1679bff9c1527',
    },
    goodFor: 'English on a weak machine; better at it than tiny.',
  }),
  whisper({
    name: 'base.en',
    revision: '59eea950fc76df2453efb57e6c0fd334548e8ffe',
    encoder: {
      bytes: 29_120_534,
      sha256: 'ef6b936f4c9b1d90a3b68634b60c4ed8576b26172b33c2535ec0e933c9edb823',
    },
    decoder: {
      bytes: 130_669_978,
      sha256: 'f7162ad6db2dbef16cfaeaa7f945b9d7dd9c1b8d472f6aca82f2273d185e4d41',
    },
    goodFor: 'English alone; a little better at it than base.',
  }),
  whisper({
    name: 'small.en',
    revision: 'd9533f69affd85061aee349af7fea5cb2996dbbe',
    encoder: {
      bytes: 112_442_483,
      sha256: '8bdac288f369aa94ee2194059238c465ed82ea9d47ee8fa4a8c0a891873e462f',
    },
    decoder: {
      bytes: 262_223_042,
      sha256: '710ccf890e10f3faa15f51ec346081a2723c9f3adb6e4da81c6573a5a6f877fb',
    },
    goodFor: 'English with accents or background noise.',
  }),
]

function whisper({ name, revision, encoder, decoder, goodFor }: WhisperRow): SpeechModel {
  const isEnglishOnly = name.endsWith('.en')
  const files = {
    encoder: `${name}-encoder.int8.onnx`,
    decoder: `${name}-decoder.int8.onnx`,
    tokens: `${name}-tokens.txt`,
  }
  return {
    kind: 'speech',
    key: `whisper-${name === 'turbo' ? 'large-v3-turbo' : name}`,
    title: `Whisper ${name === 'turbo' ? 'large-v3-turbo' : name}`,
    repo: `csukuangfj/sherpa-onnx-whisper-${name}`,
    revision,
    files: [
      { path: files.encoder, ...encoder },
      { path: files.decoder, ...decoder },
      { path: files.tokens, ...(isEnglishOnly ? englishTokens : allTokens) },
    ],
    licence: 'MIT',
    languages: isEnglishOnly ? 'English' : '99 languages',
    goodFor,
    recipe: { family: 'whisper', isEnglishOnly, ...files },
  }
}
