import { statfs } from 'node:fs/promises'
import type { Config } from '../../config/config.ts'
import type { Database } from '../../ports/database.ts'
import type { JobQueue } from '../../ports/job-queue.ts'
import type { ObjectStorage } from '../../ports/object-storage.ts'
import { inUnits, type Finding } from './part.ts'

export async function lookAtDatabase(database: Database, config: Config): Promise<Finding> {
  const [facts] = await database.query<{ version: string; bytes: number }>(
    `select current_setting('server_version') as version, pg_database_size(current_database()) as bytes`,
  )
  const { version, bytes } = facts ?? { version: 'unknown', bytes: 0 }
  const size = inUnits(bytes)
  const where =
    config.database.kind === 'embedded'
      ? `embedded PostgreSQL ${version} in ${config.database.directory}`
      : `PostgreSQL server ${version}`
  return { state: 'ok', summary: `${where}, ${size}`, details: { version, size_bytes: bytes } }
}

const plentyBytes = 5e9
const leastBytes = 5e8

export async function lookAtFiles(
  storage: ObjectStorage,
  { storage: config, dataDirectory }: Pick<Config, 'storage' | 'dataDirectory'>,
): Promise<Finding> {
  await storage.check(AbortSignal.timeout(patienceMs))
  switch (config.kind) {
    case 'disk':
      return lookAtDisk(config.directory, dataDirectory)
    case 's3': {
      const { bucket, prefix, endpoint } = config
      const where = `s3://${bucket}/${prefix}${endpoint === null ? '' : ` at ${endpoint}`}`
      return { state: 'ok', summary: where, details: { bucket, prefix, endpoint } }
    }
  }
}

const patienceMs = 10_000

/** The disk on which the files are kept. */
async function lookAtDisk(directory: string, dataDirectory: string): Promise<Finding> {
  // The folder is made with the first file.
  const disk = statfs(directory).catch(() => statfs(dataDirectory))
  const { bavail, blocks, bsize } = await disk
  const freeBytes = bavail * bsize
  const details = {
    directory,
    free_bytes: freeBytes,
    total_bytes: blocks * bsize,
  }
  const summary = `${directory}, ${inUnits(freeBytes)} free`
  if (freeBytes >= plentyBytes) return { state: 'ok', summary, details }
  const problem = {
    code: 'disk-nearly-full',
    message: `Only ${inUnits(freeBytes)} are free where the files are kept.`,
    remedy: 'Make room there, or move the library with CUEPOINT_DATA_DIR.',
  }
  return { state: freeBytes < leastBytes ? 'failed' : 'attention', summary, details, problem }
}

/** BM25 ranks by how telling a word is; without it PostgreSQL's own ranking is used. */
export function lookAtFullText({ kind, hasBm25 }: Database): Finding {
  if (hasBm25) return { state: 'ok', summary: 'BM25 (pg_textsearch)' }
  return {
    state: 'attention',
    summary: "PostgreSQL's full text, without BM25",
    problem: {
      code: 'no-bm25',
      message: 'The database has no pg_textsearch, so words are ranked less well.',
      ...(kind === 'server' && {
        remedy: 'Install pg_textsearch on the server (PostgreSQL 17 or newer).',
      }),
    },
  }
}

export async function lookAtQueue(queue: JobQueue, config: Config): Promise<Finding> {
  const counts = [...(await queue.counts()).values()]
  const waiting = counts.reduce((sum, count) => sum + count.waiting, 0)
  const running = counts.reduce((sum, count) => sum + count.running, 0)
  const who = config.worker ? '' : '; this process does not work on it'
  return {
    state: 'ok',
    summary:
      waiting + running === 0
        ? `nothing to do${who}`
        : `${running} running, ${waiting} waiting${who}`,
    details: { waiting, running, works_here: config.worker },
  }
}
