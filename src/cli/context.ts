import type { Config } from '../config/config.ts'
import type { Library } from './library.ts'

/** What every command is given. */
export interface Context {
  /** Aborts when the person presses Ctrl-C. */
  readonly signal: AbortSignal
  /** Whether results are for a program to read. */
  readonly json: () => boolean
  /** `flags` by key, as if the person had given them too. */
  readonly config: (flags?: Readonly<Record<string, string>>) => Config
  /** The library of the running server, or this process's own. */
  readonly openLibrary: () => Promise<Library>
}
