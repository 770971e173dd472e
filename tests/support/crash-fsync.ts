/** Commits some rows in a data directory and tells how often files were forced to disk before and after. */
import { join } from 'node:path'
import { startPgliteEngine } from '../../src/adapters/database/pglite-engine.ts'

const commits = 50
const { pglite, files } = await startPgliteEngine(join(process.argv[2] ?? '', 'cluster'), () => {
  throw new Error('The engine has given up.')
})
await pglite.exec('create table synced (n int)')
const before = files?.syncCount
for (let n = 0; n < commits; n++) await pglite.query('insert into synced values ($1)', [n])
const after = files?.syncCount
await pglite.close()
process.stdout.write(JSON.stringify({ before, after, commits }))
