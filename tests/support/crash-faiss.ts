/** Changes a FAISS index, and tells each round once it is safe, until it is killed. Arguments: the folder, the last round. */
import { openFaissStore } from './faiss.ts'
import { playRound } from './faiss-rounds.ts'

const [, , directory = '', last = '0'] = process.argv
const store = openFaissStore(directory)
for (let round = Number(last) + 1; ; round++) {
  await playRound(store, round)
  process.stdout.write(`${round}\n`)
}
