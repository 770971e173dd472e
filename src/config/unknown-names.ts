import type { ConfigFile } from './config-file.ts'
import type { ConfigProblem } from './config-error.ts'
import type { Environment } from './directories.ts'
import { nearestName } from './nearest-name.ts'
import type { Setting } from './setting.ts'
import { configFileSetting, settings } from './settings.ts'

/** Names with our prefix that are no settings: those of the tests, and those Kubernetes makes for a service named cuepoint. */
const foreign = /^CUEPOINT_(SHARED$|TEST_|BENCH_|SERVICE_|PORT_)/

/** A name that nothing reads is a mistake that would otherwise go unnoticed. */
export function unknownNames(env: Environment, file: ConfigFile | null): ConfigProblem[] {
  const rows = Object.values<Setting>(settings)
  const variables = [configFileSetting.variable, ...rows.map((row) => row.variable)]
  const keys = rows.map((row) => row.key)

  const unknownVariables = Object.keys(env).filter(
    (name) => name.startsWith('CUEPOINT_') && !variables.includes(name) && !foreign.test(name),
  )
  const unknownKeys = [...(file?.values.keys() ?? [])].filter((key) => !keys.includes(key))
  return [
    ...unknownVariables.map((name) => problem(name, name, variables)),
    ...unknownKeys.map((key) => problem(`${key} in ${file?.path}`, key, keys)),
  ]
}

function problem(setting: string, name: string, known: readonly string[]): ConfigProblem {
  const nearest = nearestName(name, known)
  return {
    setting,
    expected: nearest ? `${nearest}, perhaps` : 'a name from docs/configuration.md',
    found: 'a name that is not known',
  }
}
