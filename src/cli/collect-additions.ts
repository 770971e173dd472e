import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { InvalidInputError } from '../domain/errors.ts'
import { fileError } from './file-error.ts'
import { fetchMedia } from './fetch-media.ts'
import { findMedia, type FoundMedia } from './find-media.ts'
import type { Upload } from './library.ts'

export interface AddOptions {
  readonly title?: string
  readonly language?: string
  readonly captions?: string
}

/** Something to upload; opened only when its turn comes. */
export interface PlannedUpload {
  /** As the person named it. */
  readonly source: string
  readonly open: (signal: AbortSignal) => Promise<Upload>
}

export interface Additions {
  readonly samples: boolean
  readonly uploads: readonly PlannedUpload[]
}

/** Rejects before anything is added when a name is wrong or an option does not fit. */
export async function collectAdditions(
  what: readonly string[],
  options: AddOptions,
): Promise<Additions> {
  const isAddress = (name: string): boolean => /^https?:\/\//i.test(name)
  const isSamples = (name: string): boolean => name === 'samples'
  const paths = what.filter((name) => !isAddress(name) && !isSamples(name))
  const found = await findMedia(paths, options.language)
  const uploads = [
    ...found.map((media) => planFile(media, options)),
    ...what.filter(isAddress).map((address) => planAddress(address, options)),
  ]
  checkForOne(uploads.length, options)
  if (paths.length > 0 && uploads.length === 0) {
    throw new InvalidInputError(`There is no media file in ${paths.join(', ')}.`)
  }
  return { samples: what.some(isSamples), uploads }
}

function checkForOne(count: number, options: AddOptions): void {
  if (count === 1 || (options.title === undefined && options.captions === undefined)) return
  throw new InvalidInputError(`--title and --captions are for one video, and there are ${count}.`, {
    code: 'usage',
  })
}

function planFile({ path, sizeBytes, sidecar }: FoundMedia, options: AddOptions): PlannedUpload {
  return {
    source: path,
    open: async () => ({
      fileName: basename(path),
      sizeBytes,
      content: createReadStream(path, { highWaterMark: 1024 * 1024 }),
      title: options.title,
      language: options.language ?? sidecar?.language ?? undefined,
      captions: await readCaptions(options.captions ?? sidecar?.fileName),
    }),
  }
}

function planAddress(address: string, options: AddOptions): PlannedUpload {
  return {
    source: address,
    open: async (signal) => ({
      ...(await fetchMedia(address, signal)),
      title: options.title,
      language: options.language,
      captions: await readCaptions(options.captions),
    }),
  }
}

async function readCaptions(path: string | undefined): Promise<Upload['captions']> {
  if (path === undefined) return undefined
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fileError(path, error)
  })
  return { fileName: basename(path), bytes }
}
