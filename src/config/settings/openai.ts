import { flag, oneOf, secret, text, webAddress } from '../kinds.ts'
import type { Setting } from '../setting.ts'

/** A server that speaks OpenAI's API, for speech, for meaning, or for both. */
export const openaiSettings = {
  openaiBaseUrl: {
    variable: 'OPENAI_BASE_URL',
    key: 'openai-base-url',
    kind: webAddress,
    fallback: 'https://api.openai.com/v1',
    meaning: 'Address of the server, with its `/v1`.',
    only: 'with the transcriber or the embedder `openai`',
  },
  openaiApiKey: {
    variable: 'OPENAI_API_KEY',
    key: 'openai-api-key',
    kind: secret,
    meaning: 'Key for that server; one of your own may need none.',
    only: 'with the transcriber or the embedder `openai`',
  },
  openaiTranscribeModel: {
    variable: 'CUEPOINT_OPENAI_TRANSCRIBE_MODEL',
    key: 'openai-transcribe-model',
    kind: text,
    fallback: 'whisper-1',
    meaning: 'Name of the speech model on that server.',
    only: 'with the transcriber `openai`',
  },
  openaiTranscribeFormat: {
    variable: 'CUEPOINT_OPENAI_TRANSCRIBE_FORMAT',
    key: 'openai-transcribe-format',
    kind: oneOf('verbose_json', 'json'),
    fallbackInWords: '`verbose_json`, and `json` where the server refuses that',
    meaning:
      'Form of its answers: `verbose_json` has times, `json` is text only, which then has the times of the pieces that were sent.',
    only: 'with the transcriber `openai`',
  },
  openaiTranscribeResend: {
    variable: 'CUEPOINT_OPENAI_TRANSCRIBE_RESEND',
    key: 'openai-transcribe-resend',
    kind: flag,
    fallbackInWords: 'true for a server on this machine or in a private network, else false',
    meaning:
      'Send a piece again by itself when its answer was lost, which a paid service may bill twice.',
    only: 'with the transcriber `openai`',
  },
} as const satisfies Record<string, Setting>
