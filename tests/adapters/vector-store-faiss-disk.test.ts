import { execa } from 'execa'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MissingPartError } from '../../src/domain/errors.ts'
import type { Logger } from '../../src/ports/logger.ts'
import { FailingDisk, fileSystems, whyNoFailingDisk } from '../support/failing-disk.ts'
import { faissNote, openFaissStore, randomRecords, whyNoFaiss } from '../support/faiss.ts'
import { roundsSpace, sharedVector, statesOfRound } from '../support/faiss-rounds.ts'
import { seededRandom } from '../support/own-words.ts'
import { silentLogger } from '../support/silent-logger.ts'
import { mountSmallDisk, smallDiskNote } from '../support/small-disk.ts'

const script = join(import.meta.dirname, '../support/crash-faiss.ts')

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cuepoint-faiss-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

describe.skipIf(whyNoFaiss !== null)(`an index of FAISS on its disk${faissNote}`, () => {
  const space = { modelId: 'kept', dimensions: 16 }
  const records = randomRecords(300, space.dimensions, seededRandom(1))

  async function fill(): Promise<string> {
    await using store = openFaissStore(directory)
    await store.upsert(space, records)
    const [folder = ''] = (await readdir(directory)).filter((name) => name.startsWith('vectors-'))
    return join(directory, folder)
  }

  const damages: Record<string, (folder: string) => Promise<void>> = {
    'a byte of the index is another': async (folder) => {
      const file = await readFile(join(folder, '1.faiss'))
      file[200] = (file[200] ?? 0) ^ 1
      await writeFile(join(folder, '1.faiss'), file)
    },
    'the index ends too early': (folder) => truncate(join(folder, '1.faiss'), 100),
    'the index is missing': (folder) => rm(join(folder, '1.faiss')),
    'the table of chunks is missing': (folder) => rm(join(folder, '1.json')),
    'the table of chunks is of another index': (folder) => writeFile(join(folder, '1.json'), '[]'),
    'the manifest is no JSON': (folder) => writeFile(join(folder, 'manifest.json'), '{"format":1'),
    'the manifest is of another model': (folder) =>
      change(join(folder, 'manifest.json'), '"kept"', '"other"'),
    'the manifest has other dimensions': (folder) =>
      change(join(folder, 'manifest.json'), '"dimensions":16', '"dimensions":17'),
    'the manifest has another count': (folder) =>
      change(join(folder, 'manifest.json'), '"count":300', '"count":299'),
    'the manifest is of a later format': (folder) =>
      change(join(folder, 'manifest.json'), '"format":1', '"format":2'),
  }
  it.each(Object.entries(damages))('is moved aside and empty where %s', async (_, damage) => {
    const folder = await fill()
    await damage(folder)
    const { logger, warnings } = listeningLogger()
    {
      await using store = openFaissStore(directory, logger)
      await expect(store.check(space)).resolves.toBeUndefined()
      expect(await store.count(space)).toBe(0)
      expect(warnings).toEqual([expect.stringContaining('damaged')])
      expect(await readdir(`${folder}.damaged`)).not.toEqual([])
      await store.upsert(space, records)
    }
    await using again = openFaissStore(directory, logger)
    expect(await again.count(space)).toBe(300)
    expect(warnings).toHaveLength(1)
  })

  it('is empty where somebody took its files away while it was open, and takes vectors again', async () => {
    const folder = await fill()
    await using store = openFaissStore(directory)
    expect(await store.count(space)).toBe(300)
    await rm(folder, { recursive: true })
    await expect(store.upsert(space, records)).rejects.toThrow()
    expect(await store.count(space)).toBe(0)
    await store.upsert(space, records)
    expect(await store.count(space)).toBe(300)
  })

  it('is empty and says so where its manifest is gone', async () => {
    const folder = await fill()
    await rm(join(folder, 'manifest.json'))
    const { logger, warnings } = listeningLogger()
    await using store = openFaissStore(directory, logger)
    expect(await store.count(space)).toBe(0)
    expect(warnings).toEqual([expect.stringContaining('no manifest')])
  })

  it('has no files that nobody needs', async () => {
    const folder = await fill()
    await writeFile(join(folder, '7.faiss'), 'half of a')
    await writeFile(join(folder, '7.json'), '[')
    {
      await using store = openFaissStore(directory)
      await store.upsert(space, records.slice(0, 10))
    }
    expect((await readdir(folder)).sort()).toEqual(['2.faiss', '2.json', 'manifest.json'])
  })

  it('keeps what it has when the disk is full, and goes on when there is room', async ({
    skip,
  }) => {
    await using disk = await mountSmallDisk(400)
    if (!disk) return skip(smallDiskNote)
    await using store = openFaissStore(join(disk.path, 'index'))
    await store.upsert(space, records)
    await writeFile(join(disk.path, 'ballast'), Buffer.alloc(350_000)).catch(() => undefined)
    const more = randomRecords(900, space.dimensions, seededRandom(2))
    await expect(store.upsert(space, more)).rejects.toMatchObject({
      code: 'faiss-disk-full',
      retryable: 'when-available',
    })
    expect(await store.count(space)).toBe(300)
    await rm(join(disk.path, 'ballast'))
    await store.upsert(space, more)
    expect(await store.count(space)).toBe(1200)
  })

  it('says that a folder cannot be had', async () => {
    await writeFile(join(directory, 'file'), '')
    await using store = openFaissStore(join(directory, 'file'))
    const refusal = store.check(space)
    await expect(refusal).rejects.toBeInstanceOf(MissingPartError)
    await expect(refusal).rejects.toMatchObject({ code: 'faiss-directory' })
  })

  it('is as it was told, or a step further, whenever its process is killed', async () => {
    let round = 0
    for (const rounds of [3, 1, 7, 2, 9, 4]) {
      const killAt = round + rounds
      // The last round may have been cut off after its first step: it is played again.
      const writer = execa(process.execPath, [script, directory, String(Math.max(0, round - 1))], {
        reject: false,
        buffer: false,
      })
      let told = round
      for await (const line of writer) {
        told = Number(line)
        if (told >= killAt) writer.kill('SIGKILL')
      }
      await writer
      expect(told).toBeGreaterThanOrEqual(killAt)
      round = await expectState(directory, told)
    }
  })

  describe.each(fileSystems)('on %s', (fileSystem) => {
    const skip = whyNoFailingDisk(fileSystem)
    it.skipIf(skip !== null)(
      `loses nothing that it was told when the power is cut${skip ? ` (skipped: ${skip})` : ''}`,
      async () => {
        await using disk = await FailingDisk.create(directory, fileSystem)
        const place = join(disk.path, 'library/index')
        const writer = execa(process.execPath, [script, place], { reject: false, buffer: false })
        let told = 0
        for await (const line of writer) {
          told = Number(line)
          if (told !== 12) continue
          await disk.cutPower()
          writer.kill('SIGKILL')
        }
        await writer
        await disk.remount()
        await expectState(place, told)
      },
    )
  })
})

/** Resolves to the last round that is there in full or in its first step. */
async function expectState(directory: string, told: number): Promise<number> {
  const { logger, warnings } = listeningLogger()
  await using store = openFaissStore(directory, logger)
  const found = (await Array.fromAsync(store.chunkIds(roundsSpace))).flat().sort()
  expect(warnings).toEqual([])
  const latest = Math.max(...found.map((id) => Number.parseInt(id) || 0))
  expect(latest).toBeGreaterThanOrEqual(told)
  const { added, removed } = statesOfRound(latest)
  expect([JSON.stringify(added), JSON.stringify(removed)]).toContain(JSON.stringify(found))
  const hits = await store.search(roundsSpace, sharedVector(latest), { limit: 301, filter: {} })
  expect(hits.find(({ chunkId }) => chunkId === 'shared')?.cosine).toBeCloseTo(1)
  return latest
}

function listeningLogger(): { logger: Logger; warnings: string[] } {
  const warnings: string[] = []
  return { logger: { ...silentLogger, warn: (_, event) => void warnings.push(event) }, warnings }
}

async function change(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, 'utf8')
  expect(text).toContain(from)
  await writeFile(path, text.replace(from, to))
}
