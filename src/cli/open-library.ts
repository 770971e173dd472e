import type { Config } from '../config/config.ts'
import type { Library } from './library.ts'
import { findRemoteLibrary } from './remote-library.ts'

/** The library of the running server, else this process's own (loaded only then: it takes a while). */
export async function openLibrary(config: Config): Promise<Library> {
  const remote = await findRemoteLibrary(config)
  if (remote) return remote
  const { openLocalLibrary } = await import('./local-library.ts')
  return openLocalLibrary(config)
}
