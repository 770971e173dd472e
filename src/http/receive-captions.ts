import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { CuepointError, InvalidInputError } from '../domain/errors.ts'
import type { CaptionsFile } from '../ingest/add-upload.ts'
import { fileNameOfForm } from './file-name.ts'
import { refuseBrokenForm, unsupportedType } from './refusals.ts'

/** A hundred thousand cues are about 10 MB. */
export const largestCaptions = 24 * 1024 * 1024

/** Types under which caption files come, with the name that says what is in them. */
export const captionsTypes = {
  'text/vtt': 'captions.vtt',
  'application/x-subrip': 'captions.srt',
  'text/srt': 'captions.srt',
  'text/plain': undefined,
  'application/octet-stream': undefined,
} as const satisfies Record<string, string | undefined>

/** The captions in a body that is the file itself, or a form with a field `captions`. */
export async function receiveCaptions(request: FastifyRequest): Promise<CaptionsFile> {
  if (request.isMultipart()) return receiveForm(request).catch(refuseBrokenForm)
  if (!Buffer.isBuffer(request.body)) {
    throw unsupportedType(`one of ${Object.keys(captionsTypes).join(', ')}, multipart/form-data`)
  }
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  const fileName = Object.entries(captionsTypes).find(([name]) => name === type)?.[1]
  return { bytes: request.body, ...(fileName !== undefined && { fileName }) }
}

async function receiveForm(request: FastifyRequest): Promise<CaptionsFile> {
  for await (const part of request.parts({ limits: { fileSize: Infinity, files: 5, parts: 25 } })) {
    if (part.type !== 'file') continue
    const bytes = await readCaptions(part.file)
    if (part.fieldname !== 'captions') continue
    return { bytes, fileName: fileNameOfForm(part.filename) }
  }
  throw new InvalidInputError('The form has no captions.', {
    remedy: 'Send the SRT or WebVTT file in a field named “captions”.',
  })
}

/** Reads a whole caption file; rejects with `too-large` for what cannot be one. */
export async function readCaptions(content: Readable): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of content as AsyncIterable<Uint8Array>) {
    bytes += piece.length
    if (bytes > largestCaptions) {
      throw new CuepointError(
        'too-large',
        `Captions of more than ${largestCaptions} bytes are not read.`,
      )
    }
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
