import { databaseTransactionsContract } from '../contracts/database-transactions.ts'
import { databaseContract } from '../contracts/database.ts'
import { testDatabases } from '../support/databases.ts'

for (const database of testDatabases) {
  databaseContract(database)
  databaseTransactionsContract(database)
}
