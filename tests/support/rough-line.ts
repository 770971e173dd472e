import { connect, createServer, type Socket } from 'node:net'

/** A line to a server of which a test can say how it behaves. */
export interface RoughLine extends AsyncDisposable {
  readonly address: string
  /** Bytes that went to the server so far. */
  readonly sentBytes: () => number
  /** Cuts every connection once, as soon as one of them has carried so many bytes to the server. */
  readonly cutAfter: (bytes: number) => void
  /** A connection carries about so many bytes to the server and no more, until `release`. */
  readonly holdAfter: (bytes: number) => void
  readonly release: () => void
}

export async function openRoughLine(target: string): Promise<RoughLine> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const held = new Set<Socket>()
  let sent = 0
  let cutAt = Infinity
  let holdAt = Infinity

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    let carried = 0
    const close = (): void => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', close)
      socket.on('close', () => {
        sockets.delete(socket)
        held.delete(socket)
        close()
      })
    }
    upstream.pipe(client)
    client.on('data', (piece) => {
      sent += piece.length
      carried += piece.length
      if (carried >= cutAt) {
        cutAt = Infinity
        for (const socket of sockets) socket.destroy()
        return
      }
      const isFull = !upstream.write(piece)
      if (carried >= holdAt) {
        held.add(client)
        client.pause()
      } else if (isFull) {
        client.pause()
        upstream.once('drain', () => {
          if (!held.has(client)) client.resume()
        })
      }
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const own = server.address()
  const ownPort = typeof own === 'object' && own !== null ? own.port : 0

  return {
    address: `http://127.0.0.1:${ownPort}`,
    sentBytes: () => sent,
    cutAfter: (bytes) => (cutAt = bytes),
    holdAfter: (bytes) => (holdAt = bytes),
    release() {
      holdAt = Infinity
      for (const socket of held) socket.resume()
      held.clear()
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
