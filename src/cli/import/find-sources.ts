import { basename, dirname, extname } from 'node:path'
import { CuepointError, InvalidInputError } from '../../domain/errors.ts'
import { filesBelow } from '../files-below.ts'
import type { ImportVideo } from '../library.ts'
import { isMediaName } from '../media-names.ts'
import { readIndexFacts, type IndexFacts } from './index-facts.ts'
import { readPrototypeMetadata } from './prototype-metadata.ts'
import {
  readJson,
  readTranscriptFile,
  titleOf,
  toVideo,
  type ImportOptions,
} from './read-transcript-file.ts'
import type { TranscriptFile } from './transcript-file.ts'

/** What becomes one video. */
export interface Source {
  /** As a person would look for it. */
  readonly name: string
  /** Rejects with `invalid-transcript`. */
  readonly read: (options: ImportOptions) => Promise<ImportVideo>
}

export interface Sources {
  readonly sources: readonly Source[]
  /** Beside them, in folders: their vectors are not taken over. */
  readonly indexes: readonly IndexFacts[]
}

/**
 * Every transcript below the paths. In a folder with an index of FAISS, a table beside it that says which video each
 * vector is of gives the videos that have no transcript of their own.
 */
export async function findSources(paths: readonly string[]): Promise<Sources> {
  const found = await Promise.all(paths.map(sourcesBelow))
  return {
    sources: found.flatMap(({ sources }) => sources),
    indexes: found.flatMap(({ indexes }) => indexes),
  }
}

async function sourcesBelow(path: string): Promise<Sources> {
  const files = await filesBelow(path, (file) => isJson(file) || isIndex(file))
  // A file that is named by itself is a transcript, whatever it is called.
  const indexFiles = files.filter((file) => file !== path && isIndex(file))
  const indexFolders = new Set(indexFiles.map((file) => dirname(file)))
  const transcripts: Source[] = []
  const tables: { file: string; videos: Map<string, () => TranscriptFile> }[] = []
  for (const file of files) {
    if (indexFiles.includes(file)) continue
    const videos = indexFolders.has(dirname(file)) ? await readTable(file) : null
    if (videos) tables.push({ file, videos })
    else transcripts.push({ name: file, read: (options) => readTranscriptFile(file, options) })
  }
  const told = new Set(transcripts.map(({ name }) => stem(name)))
  const rest = tables.flatMap(({ file, videos }) =>
    [...videos]
      .filter(([video]) => !told.has(stem(video)))
      .map(([video, read]): Source => ({
        name: `${file}: ${video}`,
        read: (options) => Promise.resolve().then(() => toVideo(read, titleOf(video), options)),
      })),
  )
  const indexes = await Promise.all(indexFiles.map(readIndexFacts))
  return { sources: [...transcripts, ...rest], indexes }
}

/** Null where it is none; what cannot be read at all says so when it is read as a transcript. */
async function readTable(file: string): Promise<Map<string, () => TranscriptFile> | null> {
  const data = await readJson(file).catch(() => null)
  try {
    return readPrototypeMetadata(data)
  } catch (error) {
    if (!(error instanceof CuepointError)) throw error
    throw new InvalidInputError(`${file}: ${error.message}`, { code: error.code, cause: error })
  }
}

function isJson(path: string): boolean {
  return extname(path).toLowerCase() === '.json'
}

function isIndex(path: string): boolean {
  return ['.faiss', '.index'].includes(extname(path).toLowerCase())
}

/** `talk` for `talks/talk.mp4` as for `talk.mp4.json`. */
function stem(path: string): string {
  const name = basename(path.replaceAll('\\', '/')).replace(/\.json$/i, '')
  return (isMediaName(name) ? name.slice(0, -extname(name).length) : name).toLowerCase()
}
