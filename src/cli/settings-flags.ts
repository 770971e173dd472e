import { Option, type Command } from 'commander'
import type { Setting } from '../config/setting.ts'
import { configFileSetting, settingGroups, settings } from '../config/settings.ts'

type Flags = Record<string, string | boolean | undefined>

const rows: readonly Setting[] = [configFileSetting, ...Object.values<Setting>(settings)]

/** Flags that are a switch of one command where they have no value: `cuepoint reindex --vector-store`. */
const switches: Readonly<Record<string, string>> = { 'vector-store': 'reindex' }

/** Every setting as a flag of every command. They are listed by `serve --help`, to keep the other pages short. */
export function addSettingsFlags(program: Command): void {
  for (const row of rows) {
    const { key, meaning } = row
    const { placeholder } = row.kind
    if (placeholder === null) {
      program.addOption(new Option(`--${key}`, meaning).hideHelp())
      program.addOption(new Option(`--no-${key}`, meaning).hideHelp())
    } else {
      const value = key in switches ? `[${placeholder}]` : `<${placeholder}>`
      program.addOption(new Option(`--${key} ${value}`, meaning).hideHelp())
    }
  }
  program.hook('preAction', (_program, command) => {
    for (const [key, owner] of Object.entries(switches))
      if (isSwitchedOn(program, key) && command.name() !== owner)
        command.error(`error: option '--${key}' argument missing`)
  })
}

/** The settings that were given as flags, by key. */
export function readSettingsFlags(program: Command): Flags {
  const given: Flags = program.opts()
  const values = rows.filter(({ key }) => !isSwitchedOn(program, key))
  return Object.fromEntries(values.map(({ key }) => [key, given[attributeName(key)]]))
}

/** Whether the flag of a setting was given as a switch, to whichever command. */
export function isSwitchedOn(program: Command, key: string): boolean {
  return key in switches && program.getOptionValue(attributeName(key)) === true
}

/** The part of a help page that lists the settings. */
export function settingsHelp(): string {
  const blocks = settingGroups.map(({ title, rows: group }) => {
    const lines = group.map(({ key, kind, fallback, fallbackInWords, variable }) => {
      const flag = kind.placeholder === null ? `--[no-]${key}` : `--${key} <${kind.placeholder}>`
      const standard = (fallbackInWords ?? fallback ?? 'none').replaceAll('`', '')
      return `  ${flag.padEnd(46)} ${variable} (${standard})`
    })
    return [`${title}:`, ...lines].join('\n')
  })
  return [
    '\nSettings, each a flag, an environment variable or a key of cuepoint.yaml (default in brackets):',
    ...blocks,
  ].join('\n\n')
}

/** As Commander names the property of a flag. */
function attributeName(key: string): string {
  return key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
