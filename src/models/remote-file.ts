import { askHub, fileUrl, type Hub } from './hub.ts'
import type { ModelFile, ModelRow } from './model.ts'

/** What the hub says of a file before any byte of it is fetched. */
export interface RemoteFile {
  readonly file: ModelFile
  readonly url: string
  /** The name of its blob: the sha256 of a large file, the git hash (sha1) of a small one. */
  readonly etag: string
  readonly bytes: number
}

/** Asks for name, size and checksum. Large files are redirected to where their bytes are; the redirect itself says it all. */
export async function describeRemoteFile(
  hub: Hub,
  model: ModelRow,
  file: ModelFile,
  signal: AbortSignal,
): Promise<RemoteFile> {
  const url = fileUrl(hub, model.repo, model.revision, file.path)
  const { headers } = await askHub(hub, url, {
    method: 'HEAD',
    signal: AbortSignal.any([signal, AbortSignal.timeout(hub.idleTimeoutMs)]),
    isAnswer: (response) => response.headers.has('x-linked-etag'),
  })
  const etag = headers.get('x-linked-etag') ?? headers.get('etag')
  const length = headers.get('x-linked-size') ?? headers.get('content-length')
  return {
    file,
    url,
    etag: plainEtag(etag) ?? file.sha256 ?? unnamed(url),
    bytes: length === null || !/^\d+$/.test(length) ? file.bytes : Number(length),
  }
}

/** `W/"abc"` → `abc`; null where it could not be the name of a file. */
function plainEtag(etag: string | null): string | null {
  const name = etag?.replace(/^W\//, '').replaceAll('"', '') ?? ''
  return /^[\w-]{1,128}$/.test(name) ? name : null
}

function unnamed(url: string): never {
  throw new Error(`${url} has no etag, so its bytes could not be checked`)
}
