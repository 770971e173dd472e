import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { attachment } from '../domain/attachment.ts'
import { NotFoundError } from '../domain/errors.ts'
import type { ObjectStorage } from '../ports/object-storage.ts'
import { parseRange } from './byte-range.ts'

export interface StoredFile {
  readonly key: string
  readonly type: string
  /** How long a browser may show it without asking. */
  readonly maxAgeSeconds: number
  /** The name under which it is saved; without one it is shown. */
  readonly downloadName?: string
}

/** Answers with a stored file: whole, a range of it (206), or that the client has it already (304). RFC 9110, 13 and 14. */
export async function sendStored(
  reply: FastifyReply,
  file: StoredFile,
  { storage }: { storage: ObjectStorage },
): Promise<FastifyReply> {
  const stat = await storage.stat(file.key)
  if (!stat) throw new NotFoundError('file', file.key)
  const { headers, method } = reply.request
  const etag = `"${stat.etag}"`
  reply.headers({
    etag,
    'last-modified': stat.modifiedAt.toUTCString(),
    'cache-control': `private, max-age=${file.maxAgeSeconds}`,
    'accept-ranges': 'bytes',
  })
  if (isUnchanged(headers, etag, stat.modifiedAt)) return reply.code(304).send()

  const current = isCurrent(headers['if-range'], etag, stat.modifiedAt)
  const range = current ? parseRange(headers.range, stat.sizeBytes) : null
  if (range === 'unsatisfiable') {
    return reply.code(416).header('content-range', `bytes */${stat.sizeBytes}`).send()
  }
  if (range) {
    reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${stat.sizeBytes}`)
  }
  if (file.downloadName !== undefined) {
    reply.header('content-disposition', attachment(file.downloadName))
  }
  reply.type(file.type)
  reply.header('content-length', range ? range.end - range.start + 1 : stat.sizeBytes)
  // Nothing is read for HEAD; an empty stream leaves the length as it is.
  if (method === 'HEAD') return reply.send(Readable.from([]))
  return reply.send(await storage.read(file.key, range ?? undefined))
}

/** A JPEG that was made of a video; it is made anew only with the video itself. */
export function sendPicture(
  reply: FastifyReply,
  key: string,
  deps: { storage: ObjectStorage },
): Promise<FastifyReply> {
  return sendStored(reply, { key, type: 'image/jpeg', maxAgeSeconds: 3600 }, deps)
}

type Headers = FastifyReply['request']['headers']

function isUnchanged(headers: Headers, etag: string, modifiedAt: Date): boolean {
  const known = headers['if-none-match']
  if (known !== undefined) {
    return known.split(',').some((one) => ['*', etag, `W/${etag}`].includes(one.trim()))
  }
  return isNotAfter(modifiedAt, headers['if-modified-since'])
}

/** Whether the client's part is of the file as it is now; without the header it is taken to be. */
function isCurrent(header: string | string[] | undefined, etag: string, modifiedAt: Date): boolean {
  if (typeof header !== 'string') return true
  return header.includes('"') ? header === etag : isNotAfter(modifiedAt, header)
}

function isNotAfter(modifiedAt: Date, header: string | undefined): boolean {
  const since = Date.parse(header ?? '')
  return !Number.isNaN(since) && Math.floor(modifiedAt.getTime() / 1000) * 1000 <= since
}
