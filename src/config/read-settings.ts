import type { ConfigFile } from './config-file.ts'
import type { ConfigProblem } from './config-error.ts'
import type { Environment } from './directories.ts'
import { path, postgresAddress, resolvePath, secret } from './kinds.ts'
import type { Setting } from './setting.ts'
import { configFileSetting, settings } from './settings.ts'

export interface Sources {
  readonly env: Environment
  /** By key, without the dashes; `undefined` is not given. */
  readonly flags: Readonly<Record<string, string | boolean | undefined>>
  readonly cwd: string
}

/** What a setting was given, as text. */
export interface Given {
  readonly text: string
  /** How the person wrote the name: `--port`, `CUEPOINT_PORT`, `port in /etc/cuepoint.yaml`. */
  readonly writtenAs: string
  /** Relative paths start here. */
  readonly folder: string
}

/** Flag over environment over file. An empty variable is one that is not set. */
function findGiven(
  setting: Setting,
  { env, flags, cwd }: Sources,
  file: ConfigFile | null,
): Given | null {
  const flag = flags[setting.key]
  if (flag !== undefined) return { text: String(flag), writtenAs: `--${setting.key}`, folder: cwd }
  const variable = env[setting.variable]
  if (variable) return { text: variable, writtenAs: setting.variable, folder: cwd }
  const value = file?.values.get(setting.key)
  if (!file || value === undefined) return null
  return { text: value, writtenAs: `${setting.key} in ${file.path}`, folder: file.folder }
}

/** The values of a table of settings that was found to be usable. */
export class SettingsReader {
  readonly #given: ReadonlyMap<string, Given>
  readonly #home: string

  constructor(given: ReadonlyMap<string, Given>, home: string) {
    this.#given = given
    this.#home = home
  }

  /** The value, null when nothing sets it or it cannot be used (`problems` says why). */
  optional<Value>(setting: Setting<Value>): Value | null {
    const text = this.#text(setting) ?? setting.fallback
    if (text === undefined) return null
    const parsed = setting.kind.schema.safeParse(text)
    return parsed.success ? parsed.data : null
  }

  /** The value or the default. Throws on a value that cannot be used. */
  value<Value>(setting: Setting<Value> & { readonly fallback: string }): Value {
    return setting.kind.schema.parse(this.#text(setting) ?? setting.fallback)
  }

  isGiven(setting: Setting): boolean {
    return this.#given.has(setting.variable)
  }

  problems(): ConfigProblem[] {
    return Object.values<Setting>(settings).flatMap((setting) => {
      const given = this.#given.get(setting.variable)
      if (!given || setting.kind.schema.safeParse(given.text).success) return []
      const isSecret = [secret, postgresAddress].some((kind) => kind === setting.kind)
      return {
        setting: given.writtenAs,
        expected: setting.kind.expected,
        found: isSecret ? 'something else' : JSON.stringify(given.text),
      }
    })
  }

  #text(setting: Setting): string | undefined {
    const given = this.#given.get(setting.variable)
    if (!given || setting.kind !== path) return given?.text
    return resolvePath(given.text, given.folder, this.#home)
  }
}

/** What each setting of the table was given. */
export function collectGiven(sources: Sources, file: ConfigFile | null): Map<string, Given> {
  const given = new Map<string, Given>()
  for (const setting of Object.values<Setting>(settings)) {
    const found = findGiven(setting, sources, file)
    if (found) given.set(setting.variable, found)
  }
  return given
}

export function configFileNamed(sources: Sources): string | undefined {
  return findGiven(configFileSetting, sources, null)?.text
}
