import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { RecogniserRequest } from '../../src/adapters/transcriber/recogniser-messages.ts'
import '../../src/adapters/transcriber/recogniser-worker.ts'

/**
 * The recogniser's own process, which a file can kill: what stands in `CUEPOINT_TEST_FATE` happens once, when the next
 * piece is to be recognised. Its process id is written beside it.
 */
const fate = process.env['CUEPOINT_TEST_FATE'] ?? ''
writeFileSync(`${fate}.pid`, `${process.pid}`)

process.on('message', (request: RecogniserRequest) => {
  if (request.kind !== 'recognise' || !existsSync(fate)) return
  const what = readFileSync(fate, 'utf8')
  rmSync(fate)
  if (what === 'exit') process.exit(255)
  if (what === 'kill') process.kill(process.pid, 'SIGKILL')
  // As the native side does in the middle of its work: deaf to everything.
  if (what === 'hang') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600_000)
})
