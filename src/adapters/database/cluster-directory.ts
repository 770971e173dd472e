import { existsSync } from 'node:fs'
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CuepointError } from '../../domain/errors.ts'

/** The PostgreSQL that PGlite is made of; its files are read by no other major version. */
const postgresMajor = 18

/**
 * Makes sure that `<directory>/cluster` is a whole PostgreSQL data directory that this version reads, and returns its
 * path. `initialise` makes a new one at the path it is given. Call it under the directory's lock.
 */
export async function prepareCluster(
  directory: string,
  initialise: (path: string) => Promise<void>,
): Promise<string> {
  const cluster = join(directory, 'cluster')
  if (existsSync(cluster)) {
    await checkVersion(cluster)
    await removeEmptyPidFile(cluster)
    return cluster
  }
  // Made beside its place and moved there once it is whole and on disk: whoever is killed meanwhile leaves no half of it.
  const unfinished = join(directory, 'cluster.unfinished')
  await rm(unfinished, { recursive: true, force: true })
  await initialise(unfinished)
  await syncTree(unfinished)
  await rename(unfinished, cluster)
  await sync(directory)
  return cluster
}

async function checkVersion(cluster: string): Promise<void> {
  const major = Number(await readFile(join(cluster, 'PG_VERSION'), 'utf8'))
  if (major === postgresMajor) return
  const isNewer = major > postgresMajor
  throw new CuepointError(
    isNewer ? 'data-directory-too-new' : 'data-directory-too-old',
    `The library in ${cluster} was made with PostgreSQL ${major}; this Cuepoint reads PostgreSQL ${postgresMajor}.`,
    {
      remedy: isNewer
        ? 'Use the newer Cuepoint that made it.'
        : 'Export it with the Cuepoint that made it and import it here.',
    },
  )
}

/** A power cut, and sometimes a kill, leaves postmaster.pid empty, and PostgreSQL refuses to start over it. */
async function removeEmptyPidFile(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid')
  const isEmpty = await stat(path).then(
    (facts) => facts.size === 0,
    () => false,
  )
  if (isEmpty) await rm(path)
}

async function syncTree(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    await (entry.isDirectory() ? syncTree(path) : sync(path))
  }
  await sync(directory)
}

async function sync(path: string): Promise<void> {
  await using file = await open(path, 'r')
  await file.sync()
}
