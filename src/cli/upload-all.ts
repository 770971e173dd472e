import { CuepointError } from '../domain/errors.ts'
import type { PlannedUpload } from './collect-additions.ts'
import { NoServerError } from './exchange.ts'
import { fileError } from './file-error.ts'
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
    const unreadable: CuepointError[] = []
    try {
      const upload = await open(signal)
      const content = counted(upload, (bytes, share) =>
        progress.show(plain(source), share, `adding, ${bytesInWords(bytes)}`),
      )
      const body = guarded(content, (error) => unreadable.push(fileError(source, error)))
      const { id, existing } = await library.upload({ ...upload, content: body }, signal)
      progress.finish(plain(source), existing ? 'there already' : 'added')
      yield { source, id, existing }
    } catch (error) {
      signal.throwIfAborted()
      const cause: unknown = unreadable[0] ?? error
      if (!(cause instanceof CuepointError) || cause instanceof NoServerError) throw cause
      yield { source, error: cause }
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

/** To the one who sends, a source that cannot be read looks like a server that is gone. */
async function* guarded(
  content: AsyncIterable<Uint8Array>,
  onError: (error: unknown) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* content
  } catch (error) {
    onError(error)
    throw error
  }
}
