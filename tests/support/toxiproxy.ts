import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, startKept } from './kept-server.ts'
import { testServersDirectory } from './postgres-server.ts'

/** Prepared by `scripts/test-servers/toxiproxy.ts`. */
const program = join(testServersDirectory, 'toxiproxy/server')

/** Why it cannot be started here; null when it can. */
export function whyNoToxiproxy(): string | null {
  return existsSync(program) ? null : 'run `node scripts/test-servers/toxiproxy.ts` first'
}

/** For the title of a suite that is skipped. */
export function toxiproxyNote(): string {
  const reason = whyNoToxiproxy()
  return reason === null ? '' : ` (skipped: ${reason})`
}

/** A line to a server that can be cut. */
export interface CuttableLine extends AsyncDisposable {
  /** What a client connects to instead of the server. */
  readonly port: number
  /** Ends every connection once so many more bytes went to the server, and each new one likewise. */
  cutAfter(bytes: number): Promise<void>
  /** The same for bytes from the server. */
  cutAnswersAfter(bytes: number): Promise<void>
  /** Nothing comes back any more, and nothing is closed. */
  silence(): Promise<void>
  /** Ends every connection and takes no new one. */
  cut(): Promise<void>
  /** As in the beginning. */
  mend(): Promise<void>
}

/** A proxy on loopback before a server at `port` of loopback. */
export async function startCuttableLine(port: number): Promise<CuttableLine> {
  const control = await freePort()
  const listens = await freePort()
  const call = async (method: string, path: string, body?: unknown): Promise<void> => {
    const answer = await fetch(`http://127.0.0.1:${control}${path}`, {
      method,
      // A browser is refused, and that is how it tells one.
      headers: { 'user-agent': 'cuepoint-test' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`toxiproxy: ${answer.status} ${await answer.text()}`)
    await answer.arrayBuffer()
  }
  const kept = await startKept({
    program,
    args: ['-host', '127.0.0.1', '-port', String(control)],
    ask: () => call('GET', '/version'),
  })
  const enable = (enabled: boolean) => call('POST', '/proxies/line', { enabled })
  const limit = (stream: 'upstream' | 'downstream', bytes: number) =>
    call('POST', '/proxies/line/toxics', {
      name: `limit-${stream}`,
      type: 'limit_data',
      stream,
      attributes: { bytes },
    })
  await call('POST', '/proxies', {
    name: 'line',
    listen: `127.0.0.1:${listens}`,
    upstream: `127.0.0.1:${port}`,
    enabled: true,
  })
  return {
    port: listens,
    cutAfter: (bytes) => limit('upstream', bytes),
    cutAnswersAfter: (bytes) => limit('downstream', bytes),
    silence: () =>
      call('POST', '/proxies/line/toxics', {
        name: 'silence',
        type: 'timeout',
        stream: 'downstream',
        attributes: { timeout: 0 },
      }),
    cut: () => enable(false),
    mend: () => call('POST', '/reset'),
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  }
}
