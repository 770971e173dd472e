import type { DiarizationModel } from './model.ts'

/** Hears when somebody speaks, when another one does, and when two do at once. */
export const segmentationModel: DiarizationModel = {
  kind: 'diarization',
  key: 'pyannote-segmentation-3.0',
  title: 'pyannote segmentation 3.0',
  repo: 'csukuangfj/sherpa-onnx-pyannote-segmentation-3-0',
  revision: '9403a6902bb58e3d5ae8c7e77c3422de279db2e0',
  files: [
    {
      path: 'model.int8.onnx',
      bytes: 1_540_506,
      sha256: 'd582f4b4c6b48205de7e0643c57df0df5615a3c176189be3fc461e9d18827b5d',
    },
  ],
  licence: 'MIT',
  languages: 'any language',
  goodFor: 'Finds where another person begins to speak.',
  model: 'model.int8.onnx',
}

/** Makes a vector of a voice, so that the same one is known again. */
export const voiceModel: DiarizationModel = {
  kind: 'diarization',
  key: 'campplus-voxceleb',
  title: 'CAM++ (VoxCeleb)',
  repo: 'csukuangfj/speaker-embedding-models',
  revision: '0743f301363dec56491a490f6d6cbc9d67f9a3bf',
  files: [
    {
      path: '3dspeaker_speech_campplus_sv_en_voxceleb_16k.onnx',
      bytes: 29_596_978,
      sha256: '357a834f702b80161e5b981182c038e18553c1f2ca752ed6cec2052365d4129b',
    },
  ],
  licence: 'Apache-2.0',
  languages: 'trained on English',
  goodFor: 'Knows a voice again.',
  model: '3dspeaker_speech_campplus_sv_en_voxceleb_16k.onnx',
}

export const diarizationModels: readonly DiarizationModel[] = [segmentationModel, voiceModel]
