import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface KeptProgram {
  readonly program: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Rejects as long as the server does not answer. */
  readonly ask: () => Promise<unknown>
}

/** Starts a server for a test and waits until it answers. It ends when disposed, and also when the test's process dies. */
export async function startKept({
  program,
  args,
  env = {},
  ask,
}: KeptProgram): Promise<AsyncDisposable> {
  const server = spawn('/bin/sh', ['-c', keeper, 'sh', program, ...args], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { LC_ALL: 'C.UTF-8', PATH: '/usr/local/bin:/usr/bin:/bin', ...env },
  })
  await using started = new AsyncDisposableStack()
  started.defer(() => stop(server))
  await answering(ask, server, program)
  const kept = started.move()
  return { [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/** Ends the server when its own standard input ends, which it does even if the test is killed. */
const keeper =
  'exec 3<&0; "$@" & server=$!; (read -r _ <&3; kill -TERM $server; sleep 5; kill -KILL $server) 2>/dev/null & wait $server'

async function stop(server: ChildProcess): Promise<void> {
  server.stdin?.end()
  if (server.exitCode === null && server.signalCode === null)
    await new Promise((resolve) => server.once('exit', resolve))
}

/** Waits for the first answer; when the server ends instead, what it wrote is in the error. */
export async function answering(
  ask: () => Promise<unknown>,
  server: ChildProcess,
  program: string,
): Promise<void> {
  let output = ''
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-10_000)
  })
  let failure: unknown
  for (let attempt = 0; attempt < 600 && server.exitCode === null; attempt++) {
    try {
      await ask()
      return
    } catch (error) {
      failure = error
      await sleep(100)
    }
  }
  throw new Error(`${program} does not answer:\n${output}`, { cause: failure })
}

/** A port of loopback that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
