import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { openPgliteDatabase } from '../../src/adapters/database/pglite.ts'
import type { Database } from '../../src/ports/database.ts'
import { testServersDirectory } from './postgres-server.ts'
import { silentLogger } from './silent-logger.ts'

/**
 * An empty embedded database in a folder of its own, which goes with it. The folder is a copy of one that is made once:
 * making a cluster takes seconds, and tests open hundreds of databases.
 */
export async function openEmptyPglite(): Promise<Database> {
  await using opened = new AsyncDisposableStack()
  const directory = await mkdtemp(join(tmpdir(), 'cuepoint-database-'))
  opened.defer(() => rm(directory, { recursive: true, force: true }))
  await cp(await pgliteTemplate(), directory, { recursive: true })
  const database = opened.use(await openPgliteDatabase({ directory, logger: silentLogger }))
  const parts = opened.move()
  return { ...database, [Symbol.asyncDispose]: () => parts.disposeAsync() }
}

/** The folder that copies are made of: a data directory with nothing in it. */
export async function pgliteTemplate(): Promise<string> {
  // The versions are exact ones, and another engine or extension may write another cluster.
  const packages = Object.entries(manifest.dependencies).filter(([name]) => name.includes('pglite'))
  const versions = packages.map(([, version]) => version).join('-')
  const path = join(testServersDirectory, `pglite-${versions}`)
  if (existsSync(path)) return path
  await mkdir(testServersDirectory, { recursive: true })
  const unfinished = await mkdtemp(join(testServersDirectory, 'pglite.unfinished-'))
  try {
    const database = await openPgliteDatabase({ directory: unfinished, logger: silentLogger })
    await database[Symbol.asyncDispose]()
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    // Somebody else was faster.
    if (!existsSync(path)) throw error
  }
  return path
}
