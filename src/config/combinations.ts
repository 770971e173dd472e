import { isLoopback } from './loopback.ts'
import type { ConfigProblem } from './config-error.ts'
import type { SettingsReader } from './read-settings.ts'
import type { Setting } from './setting.ts'
import { settings } from './settings.ts'

/** Settings that are fine alone and not together. */
export function checkCombinations(read: SettingsReader): ConfigProblem[] {
  return [openDoor(read), missingKey(read), ...missingParts(read), ...nobodyElse(read)].filter(
    (problem) => problem !== null,
  )
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
  const isAsked = [settings.embedder, settings.transcriber].some(
    (setting) => read.optional<string>(setting) === 'openai',
  )
  if (!isAsked) return null
  if (read.isGiven(settings.openaiApiKey) || read.isGiven(settings.openaiBaseUrl)) return null
  return {
    setting: settings.openaiApiKey.variable,
    expected: `a key for ${settings.openaiBaseUrl.fallback} (or OPENAI_BASE_URL, for a server of your own)`,
    found: 'none',
  }
}

/** What a choice cannot do without. */
function missingParts(read: SettingsReader): ConfigProblem[] {
  return needs.flatMap(({ choice, is, setting, expected }) => {
    if (read.optional<string>(choice) !== is || read.isGiven(setting)) return []
    return { setting: setting.variable, expected, found: 'none' }
  })
}

/** An embedded database has one process: what that one leaves to others is never done. */
function nobodyElse(read: SettingsReader): ConfigProblem[] {
  if (read.isGiven(settings.databaseUrl)) return []
  return [settings.transcribeJobs, settings.mediaJobs, settings.embedJobs].flatMap((setting) =>
    read.optional<number>(setting) === 0
      ? {
          setting: setting.variable,
          expected: '1 or more, since without DATABASE_URL no other process does that work',
          found: '0',
        }
      : [],
  )
}

const needs: readonly {
  readonly choice: Setting<string>
  readonly is: string
  readonly setting: Setting
  readonly expected: string
}[] = [
  {
    choice: settings.storage,
    is: 's3',
    setting: settings.s3Bucket,
    expected: 'the bucket for `CUEPOINT_STORAGE=s3`',
  },
  {
    choice: settings.transcriber,
    is: 'aws-transcribe',
    setting: settings.awsTranscribeBucket,
    expected: 'a bucket for `CUEPOINT_TRANSCRIBER=aws-transcribe`',
  },
  {
    choice: settings.transcriber,
    is: 'google-speech',
    setting: settings.googleBucket,
    expected: 'a bucket for `CUEPOINT_TRANSCRIBER=google-speech`',
  },
  {
    choice: settings.vectorStore,
    is: 'pinecone',
    setting: settings.pineconeApiKey,
    expected: 'a key for `CUEPOINT_VECTOR_STORE=pinecone`',
  },
  {
    choice: settings.vectorStore,
    is: 'pinecone',
    setting: settings.pineconeIndexHost,
    expected: 'the address of the index for `CUEPOINT_VECTOR_STORE=pinecone`',
  },
]
