import { styleText } from 'node:util'
import { CommanderError, type Command } from 'commander'
import { CuepointError } from '../domain/errors.ts'
import { note } from './output.ts'

/** What went wrong and what to do; a failure that nobody foresaw is shown whole. */
export function reportError(error: unknown, program: Command): void {
  // Commander has said it already.
  if (error instanceof CommanderError) return
  const red = (text: string): string => styleText('red', text, { stream: process.stderr })
  if (!(error instanceof CuepointError)) {
    note(red('Something went wrong inside Cuepoint. Please report this:'))
    note(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return
  }
  if (program.opts<{ json?: boolean }>().json) {
    const { code, message, remedy } = error
    note(JSON.stringify({ error: { code, message, ...(remedy === undefined ? {} : { remedy }) } }))
    return
  }
  note(red(error.message))
  if (error.remedy !== undefined) note(error.remedy)
}
