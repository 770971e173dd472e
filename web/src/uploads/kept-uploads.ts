import { keptName } from './kept-name.ts'

/** What is remembered of an unfinished upload over a reload of the page. */
export interface KeptUpload {
  readonly key: string
  readonly name: string
  readonly sizeBytes: number
  readonly address: string
  readonly captionsName: string | null
}

export interface KeptUploads {
  readonly keep: (upload: KeptUpload) => void
  readonly forget: (key: string) => void
  /** Those that no open page works on. */
  readonly orphans: () => Promise<KeptUpload[]>
}

interface Surroundings {
  readonly recall: (name: string) => string | null
  readonly remember: (name: string, value: string) => void
  /** Locks tell which pages are open; browsers give them to safe origins only. */
  readonly locks: Pick<LockManager, 'request' | 'query'> | undefined
}

const lockPrefix = `${keptName}.`

export function createKeptUploads({ recall, remember, locks }: Surroundings): KeptUploads {
  const page = lockPrefix + Math.random().toString(36).slice(2)
  // Held as long as this page lives.
  locks?.request(page, () => new Promise(() => undefined)).catch(() => undefined)

  return {
    keep: (upload) =>
      write([...read().filter(({ key }) => key !== upload.key), { ...upload, page }]),
    forget: (key) => write(read().filter((upload) => upload.key !== key)),
    async orphans() {
      const held = new Set((await locks?.query())?.held?.map(({ name }) => name))
      return read().filter((upload) => upload.page !== page && !held.has(upload.page))
    },
  }

  function read(): (KeptUpload & { readonly page: string })[] {
    try {
      const list: unknown = JSON.parse(recall(keptName) ?? '[]')
      return Array.isArray(list) ? list.filter(isKept) : []
    } catch {
      return []
    }
  }

  function write(uploads: readonly KeptUpload[]): void {
    remember(keptName, JSON.stringify(uploads))
  }
}

function isKept(value: unknown): value is KeptUpload & { page: string } {
  if (typeof value !== 'object' || value === null) return false
  const has = (name: string, type: string) => typeof Reflect.get(value, name) === type
  return (
    ['key', 'name', 'address', 'page'].every((name) => has(name, 'string')) &&
    has('sizeBytes', 'number')
  )
}
