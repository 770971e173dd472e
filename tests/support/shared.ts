import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Where the material lies that is too large for this repository: real weights, recordings, questions with answers. */
const sharedFolder =
  process.env['CUEPOINT_SHARED'] ?? resolve(import.meta.dirname, '../../../shared')

/** For `describe.skipIf`: null is the reason to skip. */
export function sharedPath(...parts: string[]): string | null {
  const path = join(sharedFolder, ...parts)
  return existsSync(path) ? path : null
}

/** What the title of a skipped test says. */
export function skipNote(path: string | null): string {
  return path === null ? ' (skipped: set CUEPOINT_SHARED to the folder that has it)' : ''
}
