import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const entry = join(import.meta.dirname, '../../src/cli/main.ts')

/** `cuepoint serve` as a process of its own, as a person runs it. Disposing asks it to end and waits for that. */
export interface ServerProcess extends AsyncDisposable {
  readonly address: string
  /** Milliseconds from the start of the process to its address. */
  readonly startMs: number
  /** Memory in MB: now, and the most that it ever had (VmRSS and VmHWM of the kernel). */
  memory(): Promise<{ residentMb: number; peakMb: number }>
  /** Counts the most memory from now on: starting up takes more than most of what follows. */
  forgetPeak(): Promise<void>
}

export async function startServerProcess(
  dataDirectory: string,
  settings: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [entry, 'serve', '--json'], {
    env: {
      ...process.env,
      CUEPOINT_PORT: '0',
      CUEPOINT_DATA_DIR: dataDirectory,
      CUEPOINT_LOG_LEVEL: 'warn',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const address = await readAddress(child.stdout, ended)
  return {
    address,
    startMs: performance.now() - startedAt,
    memory: () => memoryOf(child.pid ?? 0),
    // 5 sets VmHWM to what is resident now (Linux, proc(5)).
    forgetPeak: () => writeFile(`/proc/${child.pid ?? 0}/clear_refs`, '5'),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** `cuepoint worker` as a process of its own. */
export function startWorkerProcess(
  dataDirectory: string,
  settings: Readonly<Record<string, string>>,
): AsyncDisposable {
  const child = spawn(process.execPath, [entry, 'worker'], {
    env: {
      ...process.env,
      CUEPOINT_DATA_DIR: dataDirectory,
      CUEPOINT_LOG_LEVEL: 'warn',
      ...settings,
    },
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** The first JSON document on stdout: `{ "address": … }`. */
async function readAddress(stdout: NodeJS.ReadableStream, ended: Promise<void>): Promise<string> {
  const lines = createInterface({ input: stdout })
  const found = new Promise<string>((resolve) => {
    lines.on('line', (line) => {
      const address = /"address": "(.*?)"/.exec(line)?.[1]
      if (address !== undefined) resolve(address)
    })
  })
  const failed = ended.then((): never => {
    throw new Error('The server ended before it listened; its log says why.')
  })
  return Promise.race([found, failed])
}

async function memoryOf(pid: number): Promise<{ residentMb: number; peakMb: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const field = (name: string): number =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? NaN) / 1024)
  return { residentMb: field('VmRSS'), peakMb: field('VmHWM') }
}
