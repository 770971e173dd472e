import { createServer, request } from 'node:http'

/** One address before several servers, each request to another one; whoever is dead is left out. */
export interface RoundRobin extends AsyncDisposable {
  readonly address: string
  /** The server that the last request went to. */
  last(): string
  /** How many requests each server got. */
  readonly requests: ReadonlyMap<string, number>
}

export async function startRoundRobin(servers: readonly string[]): Promise<RoundRobin> {
  const alive = [...servers]
  const requests = new Map(servers.map((server) => [server, 0]))
  let last = ''
  const proxy = createServer((asked, answer) => {
    const server = alive.shift() ?? ''
    alive.push(server)
    last = server
    requests.set(server, (requests.get(server) ?? 0) + 1)
    const { hostname, port, host } = new URL(server)
    const forwarded = request(
      {
        hostname,
        port,
        method: asked.method,
        path: asked.url,
        headers: { ...asked.headers, host },
      },
      (answered) => {
        answer.writeHead(answered.statusCode ?? 502, answered.headers)
        answered.on('error', () => answer.destroy()).pipe(answer)
      },
    )
    forwarded.on('error', () => {
      if (alive.length > 1 && alive.includes(server)) alive.splice(alive.indexOf(server), 1)
      answer.destroy()
    })
    asked.on('error', () => forwarded.destroy()).pipe(forwarded)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const at = proxy.address()
  const port = typeof at === 'object' && at ? at.port : 0
  return {
    address: `http://127.0.0.1:${port}`,
    last: () => last,
    requests,
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}
