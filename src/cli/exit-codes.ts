import { CommanderError } from 'commander'
import { CuepointError } from '../domain/errors.ts'
import { InterruptedError } from './interruption.ts'

/** What the shell is told. Part of the interface: scripts depend on it. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  /** The command line or a setting is wrong. */
  usage: 2,
  notFound: 3,
  /** The search was answered: nothing in the library fits. */
  nothingFound: 4,
  unreachable: 5,
  interrupted: 130,
  terminated: 143,
} as const

export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  if (error instanceof InterruptedError) {
    return error.signalName === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated
  }
  if (!(error instanceof CuepointError)) return exitCodes.failure
  switch (error.code) {
    case 'config':
    case 'usage':
      return exitCodes.usage
    case 'not-found':
    case 'no-transcript':
      return exitCodes.notFound
    case 'server-unreachable':
      return exitCodes.unreachable
    default:
      return exitCodes.failure
  }
}
