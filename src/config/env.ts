import type { Environment } from './directories.ts'

/** The only place where the process's environment is read. */
export function readEnvironment(): Environment {
  return process.env
}
