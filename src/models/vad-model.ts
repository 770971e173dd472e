import type { VadModel } from './model.ts'

/** Tells speech from silence and music. The v4 layout: the recogniser takes v4 and v5, v6 ends its process. */
export const vadModel: VadModel = {
  kind: 'vad',
  key: 'silero-vad',
  title: 'Silero VAD',
  repo: 'csukuangfj/vad',
  revision: 'fba88cd2e921609e7675c3aaf51e0b9b295da4bc',
  files: [
    {
      path: 'silero_vad.onnx',
      bytes: 1_807_522,
      sha256: 'a35ebf52fd3ce5f1469b2a36158dba761bc47b973ea3382b3186ca15b1f5af28',
    },
  ],
  licence: 'MIT',
  languages: 'any language',
  goodFor: 'Finds where somebody speaks; every speech model needs it.',
  model: 'silero_vad.onnx',
}
