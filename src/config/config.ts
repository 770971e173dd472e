import { join } from 'node:path'
import { readConfigFile } from './config-file.ts'
import { ConfigError, type ConfigProblem } from './config-error.ts'
import { checkCombinations } from './combinations.ts'
import { userDirectories } from './directories.ts'
import { collectGiven, configFileNamed, SettingsReader, type Sources } from './read-settings.ts'
import { databaseConfig, type DatabaseConfig } from './parts/database-config.ts'
import { embedderConfig, type EmbedderConfig } from './parts/embedder-config.ts'
import { storageConfig, type StorageConfig } from './parts/storage-config.ts'
import { speakersConfig, type SpeakersConfig } from './parts/speakers-config.ts'
import { transcriberConfig, type TranscriberConfig } from './parts/transcriber-config.ts'
import { vectorStoreConfig, type VectorStoreConfig } from './parts/vector-store-config.ts'
import { workerConfig, type WorkerConfig } from './parts/worker-config.ts'
import type { Secret } from './secret.ts'
import { settings } from './settings.ts'
import { unknownNames } from './unknown-names.ts'

/** Everything that can be set, checked. */
export interface Config {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly apiToken: Secret | null
  readonly insecure: boolean
  readonly publicUrl: string | null
  readonly maxUploadBytes: number | null
  /** Whether `serve` also works on the queue. */
  readonly worker: boolean
  readonly dataDirectory: string
  readonly database: DatabaseConfig
  readonly storage: StorageConfig
  readonly transcriber: TranscriberConfig
  readonly speakers: SpeakersConfig
  readonly embedder: EmbedderConfig
  readonly vectorStore: VectorStoreConfig
  readonly models: ModelsConfig
  readonly media: MediaConfig
  readonly chunkSeconds: number
  readonly jobs: WorkerConfig
  readonly log: LogConfig
}

export interface ModelsConfig {
  /** Looked in before the hub: one folder per model key. */
  readonly directory: string | null
  /** The hub's standard cache (`models--org--name` folders). */
  readonly cacheDirectory: string
  readonly endpoint: string
  readonly token: Secret | null
  readonly offline: boolean
}

export interface MediaConfig {
  /** Null: found on the PATH or in the package. */
  readonly ffmpegPath: string | null
  readonly ffprobePath: string | null
}

export interface LogConfig {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Null: pretty in a terminal, else JSON. */
  readonly format: 'pretty' | 'json' | null
}

/**
 * Flags over environment over file over defaults. Reads the file, nothing else.
 * Throws a `ConfigError` that names every problem at once.
 */
export function loadConfig(sources: Sources): Config {
  const problems: ConfigProblem[] = []
  const directories = userDirectories(sources.env)
  const file = readConfigFile(configFileNamed(sources), sources.cwd, directories, problems)
  const read = new SettingsReader(collectGiven(sources, file), directories.home)
  problems.push(...read.problems(), ...checkCombinations(read), ...unknownNames(sources.env, file))
  if (problems.length > 0) throw new ConfigError(problems)

  const dataDirectory = read.optional(settings.dataDirectory) ?? directories.data
  const hfHome = read.optional(settings.hfHome) ?? join(directories.sharedCache, 'huggingface')
  return {
    host: read.value(settings.host),
    port: read.value(settings.port),
    apiToken: read.optional(settings.apiToken),
    insecure: read.value(settings.insecure),
    publicUrl: read.optional(settings.publicUrl),
    maxUploadBytes: read.optional(settings.maxUploadBytes),
    worker: read.value(settings.worker),
    dataDirectory,
    database: databaseConfig(read, dataDirectory),
    storage: storageConfig(read, dataDirectory),
    transcriber: transcriberConfig(read),
    speakers: speakersConfig(read),
    embedder: embedderConfig(read),
    vectorStore: vectorStoreConfig(read, dataDirectory),
    models: {
      directory: read.optional(settings.modelsDirectory),
      cacheDirectory: read.optional(settings.hfHubCache) ?? join(hfHome, 'hub'),
      endpoint: read.value(settings.hfEndpoint),
      token: read.optional(settings.hfToken),
      offline: read.value(settings.hfOffline),
    },
    media: {
      ffmpegPath: read.optional(settings.ffmpegPath),
      ffprobePath: read.optional(settings.ffprobePath),
    },
    chunkSeconds: read.value(settings.chunkSeconds),
    jobs: workerConfig(read),
    log: { level: read.value(settings.logLevel), format: read.optional(settings.logFormat) },
  }
}
