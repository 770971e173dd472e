/** A worker that takes a job and never ends it, to be killed. Arguments: the database's address, the queue's name. */
import { createJobQueue } from '../../src/adapters/job-queue/index.ts'
import { openServerDatabase } from './open-server-database.ts'
import { silentLogger } from './silent-logger.ts'

const [, , url = '', queueName = ''] = process.argv
const database = await openServerDatabase(url)
const queue = createJobQueue({ database, logger: silentLogger, silentSeconds: 10 })
await queue.start([queueName])
await queue.work(queueName, { concurrency: 1 }, () => {
  process.stdout.write('running\n')
  return new Promise(() => undefined)
})
