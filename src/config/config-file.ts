import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { ConfigProblem } from './config-error.ts'
import type { Directories } from './directories.ts'

export interface ConfigFile {
  readonly path: string
  /** Paths in the file are relative to it. */
  readonly folder: string
  readonly values: ReadonlyMap<string, string>
}

const fileName = 'cuepoint.yaml'
const content = z.record(z.string(), z.unknown()).nullish()
const scalar = z.union([z.string(), z.number(), z.boolean()])

/** Reads the file that was named, or the first of the usual places that has one; null when there is none. */
export function readConfigFile(
  named: string | undefined,
  cwd: string,
  directories: Directories,
  problems: ConfigProblem[],
): ConfigFile | null {
  const usual = [join(cwd, fileName), join(directories.config, fileName)]
  const path = named === undefined ? usual.find((place) => existsSync(place)) : resolve(cwd, named)
  if (path === undefined) return null

  const document = parseFile(path, problems)
  const values = new Map<string, string>()
  for (const [key, value] of Object.entries(document ?? {})) {
    if (value === null || value === undefined) continue
    const parsed = scalar.safeParse(value)
    if (parsed.success) values.set(key, String(parsed.data))
    else
      problems.push({
        setting: `${key} in ${path}`,
        expected: 'one value',
        found: 'a list or a group',
      })
  }
  return { path, folder: dirname(path), values }
}

function parseFile(path: string, problems: ConfigProblem[]): Record<string, unknown> | null {
  try {
    const parsed = content.safeParse(parse(readFileSync(path, 'utf8')))
    if (parsed.success) return parsed.data ?? null
    problems.push({ setting: path, expected: 'lines of `key: value`', found: 'something else' })
  } catch (error) {
    const found = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'a failure'
    problems.push({ setting: path, expected: 'a YAML file that can be read', found })
  }
  return null
}
