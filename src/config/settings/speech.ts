import { availableParallelism } from 'node:os'
import { speechModels } from '../../models/speech-models.ts'
import { modelName, oneOf, wholeNumber } from '../kinds.ts'
import type { Setting } from '../setting.ts'

/** How speech becomes text. */
export const speechSettings = {
  transcriber: {
    variable: 'CUEPOINT_TRANSCRIBER',
    key: 'transcriber',
    kind: oneOf('local', 'openai', 'aws-transcribe', 'google-speech', 'none'),
    fallback: 'local',
    meaning:
      'What turns speech into text: `local`, a model on this machine; `openai`, any server with `/v1/audio/transcriptions`; `aws-transcribe`; `google-speech`; `none`, captions only.',
  },
  asrModel: {
    variable: 'CUEPOINT_ASR_MODEL',
    key: 'asr-model',
    kind: modelName(speechModels),
    fallback: 'whisper-base',
    meaning: 'Speech model, a name from `cuepoint models list`.',
  },
  maxSpeakers: {
    variable: 'CUEPOINT_MAX_SPEAKERS',
    key: 'max-speakers',
    kind: wholeNumber(0, 30),
    fallback: '10',
    meaning: 'Most speakers that a service is asked to tell apart; 0 asks for none.',
    only: 'with the transcribers `aws-transcribe` and `google-speech`',
  },
  speakers: {
    variable: 'CUEPOINT_SPEAKERS',
    key: 'speakers',
    kind: oneOf('none', 'local'),
    fallback: 'none',
    meaning:
      'Whether voices are told apart in recognised speech that has no speakers yet: `local`, by models on this machine (31 MB); `none`.',
  },
  voiceDistance: {
    variable: 'CUEPOINT_VOICE_DISTANCE',
    key: 'voice-distance',
    kind: wholeNumber(1, 200),
    fallback: '90',
    meaning:
      'How different two voices are at least that belong to two people, in hundredths of the cosine distance. Higher where one person becomes several, lower where several become one.',
    only: 'with `CUEPOINT_SPEAKERS=local`',
  },
  threads: {
    variable: 'CUEPOINT_THREADS',
    key: 'threads',
    kind: wholeNumber(1, 256),
    fallback: `${Math.max(1, availableParallelism() - 1)}`,
    fallbackInWords: 'all cores but one',
    meaning:
      'Threads of the local speech model, of the models for speakers, and of the local embedding model.',
  },
} as const satisfies Record<string, Setting>
