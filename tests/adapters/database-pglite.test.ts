import { execa } from 'execa'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPgliteDatabase } from '../../src/adapters/database/pglite.ts'
import type { Database } from '../../src/ports/database.ts'
import { pgliteTemplate } from '../support/pglite-template.ts'
import { silentLogger } from '../support/silent-logger.ts'

const script = (name: string) => join(import.meta.dirname, '../support', name)

describe('the embedded database in a data directory', () => {
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-pglite-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const open = (directory: string): Promise<Database> =>
    openPgliteDatabase({ directory, logger: silentLogger })

  /** A directory with an empty library in it. */
  async function directoryNamed(name: string): Promise<string> {
    const directory = join(folder, name)
    await cp(await pgliteTemplate(), directory, { recursive: true })
    return directory
  }

  it('is made where nothing was, with its folders', async () => {
    const directory = join(folder, 'deep/er')
    {
      await using database = await open(directory)
      await database.execute('create table kept (n int); insert into kept values (1)')
    }
    await using reopened = await open(directory)
    expect(await reopened.query('select n from kept')).toEqual([{ n: 1 }])
  })

  it('is made anew where making it was interrupted', async () => {
    const directory = join(folder, 'interrupted')
    await mkdir(join(directory, 'cluster.unfinished/base'), { recursive: true })
    await writeFile(join(directory, 'cluster.unfinished/PG_VERSION'), '18\n')
    await using database = await open(directory)
    expect(await database.query('select 1 as n')).toEqual([{ n: 1 }])
    expect(existsSync(join(directory, 'cluster.unfinished'))).toBe(false)
  })

  it('is refused to a second owner in this process and lives on with the first', async () => {
    const directory = await directoryNamed('two-here')
    await using database = await open(directory)
    await expect(open(directory)).rejects.toMatchObject({
      code: 'data-directory-in-use',
      message: expect.stringContaining(`process ${process.pid}`) as string,
    })
    expect(await database.query('select 1 as n')).toEqual([{ n: 1 }])
  })

  it('is refused to a second process, says who has it, and is free again when that one is killed', async () => {
    const directory = await directoryNamed('two-processes')
    const owner = execa(process.execPath, [script('crash-database.ts'), directory], {
      reject: false,
      buffer: false,
    })
    for await (const line of owner) {
      if (line !== 'open') continue
      await expect(open(directory)).rejects.toMatchObject({
        code: 'data-directory-in-use',
        message: expect.stringContaining(`process ${owner.pid}`) as string,
        remedy: expect.stringContaining('DATABASE_URL') as string,
      })
      owner.kill('SIGKILL')
    }
    await owner
    await using database = await open(directory)
    expect(await database.query('select 1 as n')).toEqual([{ n: 1 }])
  })

  it.each([
    ['99', 'data-directory-too-new'],
    ['17', 'data-directory-too-old'],
  ])('is refused when it was made by PostgreSQL %s, and left as it is', async (version, code) => {
    const directory = await directoryNamed(`version-${version}`)
    const file = join(directory, 'cluster/PG_VERSION')
    await writeFile(file, `${version}\n`)
    await expect(open(directory)).rejects.toMatchObject({ code })
    expect(await readFile(file, 'utf8')).toBe(`${version}\n`)
    // The refusal lets go of the directory.
    await writeFile(file, '18\n')
    await using database = await open(directory)
    expect(database.kind).toBe('embedded')
  })

  it('opens over the empty postmaster.pid that a power cut leaves', async () => {
    const directory = await directoryNamed('power-cut')
    await writeFile(join(directory, 'cluster/postmaster.pid'), '')
    await using database = await open(directory)
    expect(await database.query('select 1 as n')).toEqual([{ n: 1 }])
  })

  it('forces every commit to the disk before it answers', async () => {
    const directory = await directoryNamed('synced')
    const { stdout } = await execa(process.execPath, [script('crash-fsync.ts'), directory])
    const { before, after, commits } = JSON.parse(stdout) as Record<string, number>
    expect((after ?? 0) - (before ?? 0)).toBeGreaterThanOrEqual(commits ?? Number.NaN)
  })

  it('keeps every row that was committed before a kill', async () => {
    const directory = await directoryNamed('killed')
    const rounds = Number(process.env['CUEPOINT_TEST_CRASH_ROUNDS'] ?? 4)
    let committed = 0
    for (let round = 0; round < rounds; round++) {
      const writer = execa(process.execPath, [script('crash-database.ts'), directory, 'write'], {
        reject: false,
        buffer: false,
      })
      const killAt = committed + 5 + round * 7
      for await (const line of writer) {
        if (line === 'open') continue
        committed = Number(line)
        if (committed >= killAt) writer.kill('SIGKILL')
      }
      await writer
      await using database = await open(directory)
      const rows = await database.query<{ n: number }>('select n from written order by n')
      // The last one may have been committed without having been told any more.
      expect(rows.length).toBeGreaterThanOrEqual(committed)
      expect(rows.map(({ n }) => n)).toEqual(rows.map((_, index) => index + 1))
      committed = rows.length
    }
    expect(committed).toBeGreaterThan(0)
  })

  it('gives up when it cannot write any more, rather than pretend', async () => {
    const directory = await directoryNamed('no-disk')
    const database = await open(directory)
    await database.execute('create table doomed (n int)')
    await rm(join(directory, 'cluster/pg_wal'), { recursive: true })
    const lost = { code: 'database', sqlState: null, retryable: 'soon' }
    const waiting = database.query('select 1').catch((error: unknown) => error)
    await expect(
      database.execute('insert into doomed values (1); select pg_switch_wal(); checkpoint'),
    ).rejects.toMatchObject(lost)
    await waiting
    const reason: unknown = database.lost.reason
    await expect(database.query('select 1')).rejects.toBe(reason)
    expect(reason).toMatchObject({ ...lost, remedy: expect.stringContaining('disk') as string })
    await database[Symbol.asyncDispose]()
  })
})
