/** Commits rows in a data directory and stores files, and tells each once it is safe, until it is killed. */
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { openPgliteDatabase } from '../../src/adapters/database/pglite.ts'
import { createObjectStorage } from '../../src/adapters/object-storage/index.ts'
import { silentLogger } from './silent-logger.ts'

const [, , directory = ''] = process.argv
const database = await openPgliteDatabase({
  directory: join(directory, 'database'),
  logger: silentLogger,
})
const storage = await createObjectStorage({ kind: 'disk', directory: join(directory, 'files') }, {})
await database.execute('create table if not exists written (n int primary key, text text)')
for (let n = 1; ; n++) {
  await storage.write(`objects/${n}`, Readable.from([Buffer.alloc(20_000, n)]))
  await database.query('insert into written values ($1, $2)', [n, 'x'.repeat(500)])
  process.stdout.write(`${n}\n`)
}
