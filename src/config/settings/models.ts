import { flag, path, secret, webAddress } from '../kinds.ts'
import type { Setting } from '../setting.ts'

/** Where models come from. */
export const modelsSettings = {
  modelsDirectory: {
    variable: 'CUEPOINT_MODELS_DIR',
    key: 'models-dir',
    kind: path,
    meaning: 'A folder that is looked in before the hub: one folder per model, named as the model.',
  },
  hfHome: {
    variable: 'HF_HOME',
    key: 'hf-home',
    kind: path,
    fallbackInWords: '`~/.cache/huggingface`',
    meaning: 'Where the Hugging Face tools keep their files; models go to `hub` in it.',
  },
  hfHubCache: {
    variable: 'HF_HUB_CACHE',
    key: 'hf-hub-cache',
    kind: path,
    fallbackInWords: '`hub` in `HF_HOME`',
    meaning: 'The cache of downloaded models itself.',
  },
  hfEndpoint: {
    variable: 'HF_ENDPOINT',
    key: 'hf-endpoint',
    kind: webAddress,
    fallback: 'https://huggingface.co',
    meaning: 'The hub, or a mirror of it, that models are downloaded from.',
  },
  hfToken: {
    variable: 'HF_TOKEN',
    key: 'hf-token',
    kind: secret,
    meaning: 'A token for the hub, where a mirror wants one.',
  },
  hfOffline: {
    variable: 'HF_HUB_OFFLINE',
    key: 'hf-hub-offline',
    kind: flag,
    fallback: 'false',
    meaning: 'Never ask the hub; use what is there.',
  },
} as const satisfies Record<string, Setting>
