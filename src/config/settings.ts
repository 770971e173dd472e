import { path } from './kinds.ts'
import type { Setting } from './setting.ts'
import { librarySettings } from './settings/library.ts'
import { meaningSettings } from './settings/meaning.ts'
import { modelsSettings } from './settings/models.ts'
import { programsSettings } from './settings/programs.ts'
import { serverSettings } from './settings/server.ts'
import { speechSettings } from './settings/speech.ts'

/** Every setting there is. The flags, the documentation and the example are made from this table. */
export const settings = {
  ...serverSettings,
  ...librarySettings,
  ...speechSettings,
  ...meaningSettings,
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
  { title: 'Speech to text', rows: Object.values(speechSettings) },
  { title: 'Meaning', rows: Object.values(meaningSettings) },
  { title: 'Models', rows: Object.values(modelsSettings) },
  { title: 'Programs and log', rows: Object.values(programsSettings) },
]
