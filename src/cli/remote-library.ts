import type { Config } from '../config/config.ts'
import { expectSuccess, NoServerError, type Exchange } from './exchange.ts'
import { createHttpLibrary } from './http-library.ts'
import type { Library } from './library.ts'
import { readServerFile } from './server-file.ts'

const healthTimeoutMs = 2000

/** The library of the server that runs on the data directory; null when none does. */
export async function findRemoteLibrary(config: Config): Promise<Library | null> {
  const address = await findServer(config.dataDirectory)
  if (address === null) return null
  const token = config.apiToken?.reveal()

  const link = (path: string): string => new URL(path, address).href
  const exchange: Exchange = async (path, init) => {
    const headers = new Headers(init.headers)
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
    const request = { ...init, headers, ...(init.body ? { duplex: 'half' as const } : {}) }
    const response = await fetch(new URL(path, address), request).catch((error: unknown) => {
      init.signal?.throwIfAborted()
      throw new NoServerError(address, error)
    })
    return expectSuccess(response)
  }
  return createHttpLibrary(exchange, { worker: 'server', link }, () => Promise.resolve())
}

/** Its address. A file left behind by a server that was killed names nobody who answers. */
export async function findServer(dataDirectory: string): Promise<string | null> {
  const server = await readServerFile(dataDirectory)
  if (!server || !isAlive(server.pid)) return null
  const answer = await fetch(new URL('/health', server.address), {
    signal: AbortSignal.timeout(healthTimeoutMs),
  }).catch((error: unknown) => {
    if (isRefused(error)) return null
    throw new NoServerError(server.address, error)
  })
  return answer?.ok ? server.address : null
}

/** Nobody listens there: the number of the process belongs to another program by now. */
function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED'
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Somebody else's process is alive too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
