import { isLoopback } from './loopback.ts'
import type { ConfigProblem } from './config-error.ts'
import type { SettingsReader } from './read-settings.ts'
import { settings } from './settings.ts'

/** Settings that are fine alone and not together. */
export function checkCombinations(read: SettingsReader): ConfigProblem[] {
  return [openDoor(read), missingKey(read)].filter((problem) => problem !== null)
}

function openDoor(read: SettingsReader): ConfigProblem | null {
  const host = read.optional(settings.host)
  if (host === null || isLoopback(host)) return null
  if (read.isGiven(settings.apiToken) || read.optional(settings.insecure)) return null
  return {
    setting: settings.apiToken.variable,
    expected: `a token, since ${host} can be reached from other machines (or --insecure, to let everybody in)`,
    found: 'none',
  }
}

function missingKey(read: SettingsReader): ConfigProblem | null {
  if (read.optional(settings.embedder) !== 'openai') return null
  if (read.isGiven(settings.openaiApiKey) || read.isGiven(settings.openaiBaseUrl)) return null
  return {
    setting: settings.openaiApiKey.variable,
    expected: `a key for ${settings.openaiBaseUrl.fallback} (or OPENAI_BASE_URL, for a server of your own)`,
    found: 'none',
  }
}
