import { CuepointError } from '../domain/errors.ts'
import type { PlannedUpload } from './collect-additions.ts'
import { UnreachableError } from './exchange.ts'
import type { Library, Upload } from './library.ts'
import { plain } from './output.ts'
import type { Progress } from './progress.ts'
import { bytesInWords } from './render/bytes.ts'

export interface Added {
  readonly source: string
  readonly id: string
  /** The same bytes were in the library already. */
  readonly existing: boolean
}

export interface Refused {
  readonly source: string
  readonly error: CuepointError
}

/** One after the other. A file that is refused does not keep the others out; a server that is gone ends it. */
export async function* uploadAll(
  library: Library,
  planned: readonly PlannedUpload[],
  progress: Progress,
  signal: AbortSignal,
): AsyncGenerator<Added | Refused> {
  for (const { source, open } of planned) {
    try {
      const upload = await open(signal)
      const content = counted(upload, (bytes, share) =>
        progress.show(plain(source), share, `adding, ${bytesInWords(bytes)}`),
      )
      const { id, existing } = await library.upload({ ...upload, content }, signal)
      progress.finish(plain(source), existing ? 'there already' : 'added')
      yield { source, id, existing }
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof CuepointError) || error instanceof UnreachableError) throw error
      yield { source, error }
    }
  }
}

async function* counted(
  { content, sizeBytes }: Upload,
  onProgress: (bytes: number, share: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const piece of content) {
    bytes += piece.length
    onProgress(bytes, sizeBytes ? bytes / sizeBytes : 0)
    yield piece
  }
}
