import { pino } from 'pino'
import pretty from 'pino-pretty'
import type { LogConfig } from '../config/config.ts'
import type { Logger } from '../ports/logger.ts'

/** Fields that would be a secret if one slipped through; settings are `Secret` and print as such anyway. */
const secretFields = ['authorization', 'cookie', 'token', 'apiToken', 'apiKey', 'password']

/** Writes to stderr, so that stdout belongs to results. Errors are given as `error` or `err`. */
export function createLogger({ level, format }: LogConfig): Logger {
  const options = {
    level,
    base: null,
    serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
    redact: {
      paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[secret]',
    },
  }
  const isPretty = (format ?? (process.stderr.isTTY ? 'pretty' : 'json')) === 'pretty'
  // Synchronous: what was logged last is what matters when a process is killed.
  if (!isPretty) return pino(options, pino.destination({ fd: 2, sync: true }))
  return pino(
    options,
    pretty({ destination: 2, sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' }),
  )
}
