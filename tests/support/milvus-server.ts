import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, startKept } from './kept-server.ts'
import { testServersDirectory } from './postgres-server.ts'

/** Prepared by `scripts/test-servers/milvus.ts`. Not its script, which names the folder in which it was made. */
const python = join(testServersDirectory, 'milvus/bin/python')

/** Why a server cannot be started here; null when it can. */
export const whyNoMilvus = existsSync(python)
  ? null
  : 'run `node scripts/test-servers/milvus.ts` first'

/** For the title of a suite that is skipped. */
export const milvusNote = whyNoMilvus === null ? '' : ` (skipped: ${whyNoMilvus})`

export interface MilvusServer extends AsyncDisposable {
  /** `host:port` */
  readonly address: string
  /** Ends the process; what it was told stays. */
  stop(): Promise<void>
  /** Starts it anew, at the same address, over the same data. */
  start(): Promise<void>
}

/** A real Milvus engine over a folder of its own. Has no users and no passwords. */
export async function startMilvus(): Promise<MilvusServer> {
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-milvus-'))
  const port = await freePort()
  let running: AsyncDisposable | null = null
  const stop = async () => {
    await running?.[Symbol.asyncDispose]()
    running = null
  }
  const start = async () => {
    running = await startKept({
      program: python,
      args: [
        ...['-c', 'from milvus_lite.cmdline import main; main()', 'server'],
        ...['--host', '127.0.0.1', '--port', String(port), '--data-dir', join(folder, 'data')],
      ],
      ask: () => connectTo(port),
    })
  }
  await using opened = new AsyncDisposableStack()
  opened.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
  opened.defer(stop)
  await start()
  const kept = opened.move()
  return {
    address: `127.0.0.1:${port}`,
    stop,
    start,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

function connectTo(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => {
      socket.destroy()
      resolve()
    })
    socket.once('error', reject)
  })
}
