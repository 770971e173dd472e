import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { TemporaryError } from '../domain/errors.ts'
import type { Logger } from '../ports/logger.ts'
import { whenGone } from './when-gone.ts'

/** Server-sent events (WHATWG HTML, 9.2). */
export interface EventStreams {
  /** Sends each item of `feed` as an event named `event`, until the client goes or the server closes. */
  send<Item>(
    reply: FastifyReply,
    event: string,
    feed: (signal: AbortSignal) => AsyncIterable<Item>,
    render: (item: Item) => object,
  ): FastifyReply
  /** Ends every stream. */
  close(): void
}

/** Proxies give silent connections up after 30 to 60 s. */
const heartbeatMs = 15_000

/** Each of them asks the database twice a second. */
const mostStreams = 200

export function createEventStreams(logger: Logger): EventStreams {
  const closing = new AbortController()
  let open = 0

  return {
    send(reply, event, feed, render) {
      if (open >= mostStreams) {
        throw new TemporaryError(
          'too-many-streams',
          `${mostStreams} event streams are open, and more are not served.`,
        )
      }
      open++
      const signal = AbortSignal.any([closing.signal, whenGone(reply)])
      const body = new PassThrough()
      const events = async function* () {
        for await (const item of feed(signal)) {
          yield `event: ${event}\ndata: ${JSON.stringify(render(item))}\n\n`
        }
      }
      pump(events(), body, signal)
        .catch((error: unknown) => {
          if (!signal.aborted) logger.warn({ error }, 'event stream ended')
        })
        .finally(() => {
          open--
          body.end()
        })
      return reply
        .type('text/event-stream; charset=utf-8')
        .header('x-accel-buffering', 'no')
        .send(body)
    },
    close: () => closing.abort(),
  }
}

async function pump(
  events: AsyncIterable<string>,
  body: PassThrough,
  signal: AbortSignal,
): Promise<void> {
  body.write('retry: 2000\n\n')
  const heartbeat = setInterval(() => {
    if (!body.writableNeedDrain) body.write(': still here\n\n')
  }, heartbeatMs)
  try {
    for await (const text of events) {
      if (!body.write(text)) await once(body, 'drain', { signal })
    }
  } finally {
    clearInterval(heartbeat)
  }
}
