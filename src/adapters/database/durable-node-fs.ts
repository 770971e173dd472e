import { closeSync, fsyncSync, openSync } from 'node:fs'
import { NodeFS } from '@electric-sql/pglite/nodefs'

type Init = NodeFS['init']

/**
 * PGlite's files on disk, with the fsync that its NODEFS lacks: without it every fsync of PostgreSQL is a success that
 * did nothing, and a power cut loses committed rows. PostgreSQL calls it for files and for directories.
 */
export class DurableNodeFS extends NodeFS {
  /** How many files and directories were forced to disk. */
  syncCount = 0
  /** Why one could not be: from then on nothing that the engine says is to be believed. */
  failure: unknown = null

  override async init(...[pglite, options]: Parameters<Init>): ReturnType<Init> {
    const { emscriptenOpts } = await super.init(pglite, options)
    const preRun = [
      ...(emscriptenOpts.preRun ?? []),
      (module: { FS: unknown }) => this.#addFsync(module.FS),
    ]
    return { emscriptenOpts: { ...emscriptenOpts, preRun } }
  }

  #addFsync(files: unknown): void {
    if (!isEmscriptenFiles(files)) {
      throw new Error('This PGlite keeps its files in a way that cannot be made durable.')
    }
    const { NODEFS } = files.filesystems
    NODEFS.stream_ops.fsync = (stream) => {
      try {
        if (stream.nfd === undefined) syncDirectory(NODEFS.realPath(stream.node))
        else fsyncSync(stream.nfd)
        this.syncCount += 1
        return 0
      } catch (error) {
        this.failure = error
        throw new files.ErrnoError(EIO)
      }
    }
  }
}

/** Emscripten's number for an input/output error, on which PostgreSQL gives up rather than trust the disk. */
const EIO = 29

function syncDirectory(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

interface OpenFile {
  /** Node's descriptor; directories have none. */
  readonly nfd?: number
  readonly node: object
}

/** The part of Emscripten's FS that this file leans on, which its types do not tell. */
interface EmscriptenFiles {
  readonly ErrnoError: new (errno: number) => Error
  readonly filesystems: {
    readonly NODEFS: {
      readonly stream_ops: { fsync?: (stream: OpenFile) => number }
      readonly realPath: (node: object) => string
    }
  }
}

function isEmscriptenFiles(value: unknown): value is EmscriptenFiles {
  const nodefs = property(property(value, 'filesystems'), 'NODEFS')
  return (
    typeof property(value, 'ErrnoError') === 'function' &&
    typeof property(nodefs, 'realPath') === 'function' &&
    typeof property(nodefs, 'stream_ops') === 'object'
  )
}

function property(value: unknown, name: string): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined
  return Reflect.get(value, name)
}
