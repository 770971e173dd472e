import { jobQueueEndingsContract } from '../contracts/job-queue-endings.ts'
import { jobQueueContract } from '../contracts/job-queue.ts'
import { testDatabases } from '../support/databases.ts'

for (const database of testDatabases) {
  jobQueueContract(database)
  jobQueueEndingsContract(database)
}
