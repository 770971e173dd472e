import type { Multipart, MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { Config } from '../config/config.ts'
import { CuepointError, InvalidInputError } from '../domain/errors.ts'
import { addUpload, type AddDeps, type UploadDetails } from '../ingest/add-upload.ts'
import type { VideoRecord } from '../library/video-record.ts'
import { readCaptions } from './receive-captions.ts'
import { fileNameOfForm } from './file-name.ts'
import { uploadFields } from './schemas/video.ts'
import { refuseBrokenForm, tooLarge, unsupportedType } from './refusals.ts'

/** Room for the fields and the captions beside the file. */
const besideTheFile = 32 * 1024 * 1024

/**
 * Takes a form with a `file` into the library, the bytes straight into the storage. The other fields can come before the
 * file or after it. Rejects with `too-large`, `invalid-input`, or as `addUpload` does; then nothing of it is kept.
 */
export async function receiveUpload(
  request: FastifyRequest,
  deps: AddDeps & { config: Config },
  signal: AbortSignal,
): Promise<{ video: VideoRecord; existing: boolean }> {
  if (!request.isMultipart()) throw unsupportedType('multipart/form-data')
  const most = deps.config.maxUploadBytes ?? Infinity
  if (Number(request.headers['content-length']) > most + besideTheFile) throw tooLarge(most)
  const parts = request.parts({
    limits: { fileSize: most, fieldSize: 64 * 1024, fields: 20, files: 5, parts: 25 },
  })
  return addFile(parts, most, deps, signal).catch(refuseBrokenForm)
}

async function addFile(
  parts: AsyncIterator<Multipart>,
  most: number,
  deps: AddDeps,
  signal: AbortSignal,
): Promise<{ video: VideoRecord; existing: boolean }> {
  const { file, details } = await readUntilFile(parts)
  if (!file) {
    throw new InvalidInputError('The form has no file.', {
      remedy: 'Send the video in a field named “file”, with a file name.',
    })
  }
  const overflow = new AbortController()
  file.file.once('limit', () => overflow.abort(tooLarge(most)))
  return addUpload(
    {
      ...details,
      fileName: fileNameOfForm(file.filename),
      source: { kind: 'stream', content: file.file },
      afterwards: () => readRest(parts),
    },
    deps,
    AbortSignal.any([signal, overflow.signal]),
  )
}

async function readRest(parts: AsyncIterator<Multipart>): Promise<UploadDetails> {
  const { file, details } = await readUntilFile(parts)
  if (!file) return details
  file.file.resume()
  throw new InvalidInputError('The form has two files.', { remedy: 'Send one file at a time.' })
}

/** Reads the form up to its file, or to its end. */
async function readUntilFile(
  parts: AsyncIterator<Multipart, unknown>,
): Promise<{ file: MultipartFile | null; details: UploadDetails }> {
  const fields: Record<string, unknown> = {}
  let captions: UploadDetails['captions']
  for (;;) {
    const next = await parts.next()
    const file = next.done ? null : fileOf(next.value)
    if (next.done || file) {
      return { file, details: { ...uploadFields.parse(fields), ...(captions && { captions }) } }
    }
    if (next.value.type === 'file') captions = (await captionsOf(next.value)) ?? captions
    else if (next.value.value !== '') fields[next.value.fieldname] = wholeValue(next.value)
  }
}

/** A field of a browser's form that was left empty has no file name. */
function fileOf(part: Multipart): MultipartFile | null {
  return part.type === 'file' && part.fieldname === 'file' && part.filename ? part : null
}

async function captionsOf(part: MultipartFile): Promise<UploadDetails['captions'] | null> {
  const bytes = await readCaptions(part.file)
  if (part.fieldname !== 'captions' || bytes.length === 0) return null
  return { bytes, fileName: fileNameOfForm(part.filename) }
}

function wholeValue(part: Exclude<Multipart, MultipartFile>): unknown {
  if (!part.valueTruncated) return part.value
  throw new CuepointError('too-large', `The field ${part.fieldname} is longer than 64 KB.`)
}
