import type { FastifyInstance } from 'fastify'
import type { Config } from '../config/config.ts'
import { CuepointError } from '../domain/errors.ts'

/** Starts to listen. Resolves to the address at which this machine reaches the server. */
export async function listen(
  server: Pick<FastifyInstance, 'listen' | 'addresses'>,
  { host, port }: Config,
): Promise<string> {
  await server.listen({ host, port }).catch((error: unknown) => {
    throw new CuepointError(
      'cannot-listen',
      `${host}:${port} cannot be listened on: ${reason(error)}.`,
      {
        remedy: 'Choose another with --host and --port (0 takes a free port).',
        cause: error,
      },
    )
  })
  const listening = server.addresses()[0]
  const actualPort = typeof listening === 'object' ? listening.port : port
  return `http://${reachable(host)}:${actualPort}`
}

/** "Every address" is none to connect to; loopback is always among them. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return 'another program listens there'
  if (code === 'EACCES') return 'the system does not allow it'
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'this machine has no such address'
  return error instanceof Error ? error.message : String(error)
}
