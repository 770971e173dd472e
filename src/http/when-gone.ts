import type { FastifyReply } from 'fastify'
import { CuepointError } from '../domain/errors.ts'

/** Aborts when the client has gone away before it was answered. */
export function whenGone({ raw, request }: Pick<FastifyReply, 'raw' | 'request'>): AbortSignal {
  const controller = new AbortController()
  const abort = (): void => {
    if (!raw.writableFinished)
      controller.abort(new CuepointError('client-gone', 'The client has gone away.'))
  }
  raw.once('close', abort)
  request.raw.once('error', abort)
  return controller.signal
}
