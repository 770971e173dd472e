import { createProgram } from './program.ts'
import { exitCodeOf } from './exit-codes.ts'
import { listenForInterruption } from './interruption.ts'
import { reportError } from './report-error.ts'

// `cuepoint list | head -1` closes the pipe early; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

using interruption = listenForInterruption()
const program = createProgram(interruption.signal)
try {
  await program.parseAsync()
} catch (error) {
  // Whatever an aborted call rejects with, the reason is that the person stopped it.
  const cause: unknown = interruption.signal.aborted ? interruption.signal.reason : error
  reportError(cause, program)
  process.exitCode = exitCodeOf(cause)
}
