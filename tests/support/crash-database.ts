/** Opens a data directory, says `open`, and stays; with `write` it commits one row after the other and tells each. To be killed. */
import { openPgliteDatabase } from '../../src/adapters/database/pglite.ts'
import { silentLogger } from './silent-logger.ts'

const [, , directory = '', what] = process.argv
const database = await openPgliteDatabase({ directory, logger: silentLogger })
await database.execute('create table if not exists written (n int primary key)')
process.stdout.write('open\n')
if (what === 'write') {
  for (;;) {
    const [row] = await database.query<{ n: number }>(
      'insert into written select coalesce(max(n), 0) + 1 from written returning n',
    )
    process.stdout.write(`${String(row?.n)}\n`)
  }
}
setInterval(() => undefined, 1000)
