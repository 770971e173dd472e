import { path } from './kinds.ts'
import type { Setting } from './setting.ts'
import { awsSettings } from './settings/aws.ts'
import { googleSettings } from './settings/google.ts'
import { jobsSettings } from './settings/jobs.ts'
import { librarySettings } from './settings/library.ts'
import { meaningSettings } from './settings/meaning.ts'
import { modelsSettings } from './settings/models.ts'
import { openaiSettings } from './settings/openai.ts'
import { programsSettings } from './settings/programs.ts'
import { serverSettings } from './settings/server.ts'
import { speechSettings } from './settings/speech.ts'
import { storageSettings } from './settings/storage.ts'
import { vectorsSettings } from './settings/vectors.ts'

/** Every setting there is. The flags, the documentation and the example are made from this table. */
export const settings = {
  ...serverSettings,
  ...librarySettings,
  ...storageSettings,
  ...jobsSettings,
  ...speechSettings,
  ...meaningSettings,
  ...vectorsSettings,
  ...openaiSettings,
  ...awsSettings,
  ...googleSettings,
  ...modelsSettings,
  ...programsSettings,
} as const satisfies Record<string, Setting>

/** The file of settings is itself named by a variable or a flag; it cannot name another file. */
export const configFileSetting = {
  variable: 'CUEPOINT_CONFIG',
  key: 'config',
  kind: path,
  fallbackInWords:
    '`cuepoint.yaml` in the working directory, else in the XDG config directory, if it is there',
  meaning: 'A YAML file of settings: one `key: value` a line.',
} as const satisfies Setting

export const settingGroups: readonly {
  readonly title: string
  readonly rows: readonly Setting[]
}[] = [
  { title: 'Server', rows: Object.values(serverSettings) },
  { title: 'Library', rows: [configFileSetting, ...Object.values(librarySettings)] },
  { title: 'Files', rows: Object.values(storageSettings) },
  { title: 'Work at the same time', rows: Object.values(jobsSettings) },
  { title: 'Speech to text', rows: Object.values(speechSettings) },
  { title: 'Meaning', rows: Object.values(meaningSettings) },
  { title: 'Vectors', rows: Object.values(vectorsSettings) },
  { title: 'OpenAI-compatible servers', rows: Object.values(openaiSettings) },
  { title: 'AWS Transcribe', rows: Object.values(awsSettings) },
  { title: 'Google Speech-to-Text', rows: Object.values(googleSettings) },
  { title: 'Models', rows: Object.values(modelsSettings) },
  { title: 'Programs and log', rows: Object.values(programsSettings) },
]
