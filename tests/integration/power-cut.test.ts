import { execa } from 'execa'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { openPgliteDatabase } from '../../src/adapters/database/pglite.ts'
import { createObjectStorage } from '../../src/adapters/object-storage/index.ts'
import { fileSystems, FailingDisk, whyNoFailingDisk } from '../support/failing-disk.ts'
import { pgliteTemplate } from '../support/pglite-template.ts'
import { silentLogger } from '../support/silent-logger.ts'

const script = join(import.meta.dirname, '../support/crash-power.ts')
const commits = 60

/** The file system forgets everything that was not forced to the disk, as it does when the power goes. */
describe.each(fileSystems)('a power cut on %s', (fileSystem) => {
  const skip = whyNoFailingDisk(fileSystem)
  it.skipIf(skip)(
    `loses no committed row and no stored file${skip ? ` (skipped: ${skip})` : ''}`,
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'cuepoint-power-'))
      try {
        await using disk = await FailingDisk.create(folder, fileSystem)
        const directory = join(disk.path, 'library')
        await mkdir(directory)
        await cp(await pgliteTemplate(), join(directory, 'database'), { recursive: true })
        await disk.sync()
        const writer = execa(process.execPath, [script, directory], {
          reject: false,
          buffer: false,
        })
        let told = 0
        for await (const line of writer) {
          told = Number(line)
          if (told !== commits) continue
          await disk.cutPower()
          writer.kill('SIGKILL')
        }
        await writer
        await disk.remount()

        await using database = await openPgliteDatabase({
          directory: join(directory, 'database'),
          logger: silentLogger,
        })
        const rows = await database.query<{ n: number }>('select n from written order by n')
        expect(rows.length).toBeGreaterThanOrEqual(told)
        expect(rows.map(({ n }) => n)).toEqual(rows.map((_, index) => index + 1))
        await using storage = await createObjectStorage(
          { kind: 'disk', directory: join(directory, 'files') },
          {},
        )
        for (const { n } of rows) {
          const bytes = await buffer(await storage.read(`objects/${n}`))
          expect(bytes.equals(Buffer.alloc(20_000, n))).toBe(true)
        }
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  )
})
