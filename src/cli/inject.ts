import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config/config.ts'
import { untilAborted } from '../domain/until-aborted.ts'
import { expectSuccess } from './exchange.ts'

/** Sends a request to a server of this process that listens nowhere. */
export async function inject(
  server: Pick<FastifyInstance, 'inject'>,
  { host, port, apiToken }: Config,
  path: string,
  init: RequestInit,
): Promise<Response> {
  const request = new Request(new URL(path, `http://${host}:${port}`), {
    ...init,
    ...(init.body ? { duplex: 'half' as const } : {}),
  })
  if (apiToken) request.headers.set('authorization', `Bearer ${apiToken.reveal()}`)
  const { signal } = request
  const payload = request.body ? Readable.fromWeb(request.body) : null
  const answering = server.inject({
    method: request.method === 'POST' ? 'POST' : request.method === 'DELETE' ? 'DELETE' : 'GET',
    url: path,
    authority: `${host}:${port}`,
    headers: Object.fromEntries(request.headers),
    ...(payload ? { payload } : {}),
    payloadAsStream: true,
  })
  // Its own signal would fail the request inside the server, which logs that as a fault; a client just goes away.
  const answer = await untilAborted(answering, signal).catch((error: unknown) => {
    if (signal.aborted) payload?.destroy(new Error('given up'))
    throw error
  })
  signal.addEventListener('abort', () => answer.raw.res.destroy(), { once: true })

  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) headers.set(name, String(value))
  }
  const hasBody = answer.statusCode !== 204 && answer.statusCode !== 304
  return expectSuccess(
    new Response(hasBody ? Readable.toWeb(answer.stream()) : null, {
      status: answer.statusCode,
      statusText: answer.statusMessage,
      headers,
    }),
  )
}
