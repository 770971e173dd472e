import type { Kind } from './kinds.ts'

/** One row of the table of settings. */
export interface Setting<Value = unknown> {
  /** The environment variable. */
  readonly variable: string
  /** The key in the file, and the flag behind `--`. */
  readonly key: string
  readonly kind: Kind<Value>
  /** The default, as it would be written; absent when there is none. */
  readonly fallback?: string
  /** The default in words, where it depends on the machine. */
  readonly fallbackInWords?: string
  readonly meaning: string
  /** The choice that makes it count, in words; absent when it always does. */
  readonly only?: string
}
