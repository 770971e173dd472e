import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { execa, type Options } from 'execa'
import { pgliteTemplate } from './pglite-template.ts'
import { until } from './until.ts'

const root = join(import.meta.dirname, '../..')

export const samplesFolder = join(root, 'samples')
const program = join(root, 'bin/cuepoint.js')

/** A person at the command line, with a home and a library of their own that start empty. */
export interface CommandLine extends AsyncDisposable {
  /** Where commands are run; files of the test can be put there. */
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  /** The script that Node runs. */
  readonly program: string
  /** Runs to the end, whatever it ends with. */
  run(...args: string[]): Promise<Ended>
  /** Runs with `--json` and reads its output. */
  json(...args: string[]): Promise<unknown>
  /** Starts and lets it run; `env` adds to the environment. Another script of Node takes the place of `program`. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>, script?: string): Running
  /** A line for the shell. */
  shell(line: string): Promise<Ended>
}

export interface Ended {
  readonly code: number | undefined
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  /** Everything that was said until now, on both streams. */
  said(): string
  /** Waits for it to say a text; rejects when it ends without. */
  says(text: string): Promise<void>
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void
  readonly ended: Promise<Ended>
}

/** Nothing is downloaded: transcripts come from captions, and videos are found by their words. */
export async function openCommandLine(
  settings: Readonly<Record<string, string>> = {},
): Promise<CommandLine> {
  const home = await mkdtemp(join(tmpdir(), 'cuepoint-cli-'))
  const folder = join(home, 'work')
  await mkdir(folder)
  // Making a database takes seconds; an empty one is an empty library.
  await cp(await pgliteTemplate(), join(home, 'library/database'), { recursive: true })
  const env = {
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    HOME: home,
    // All of them compile the same.
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
    CUEPOINT_DATA_DIR: join(home, 'library'),
    CUEPOINT_TRANSCRIBER: 'none',
    CUEPOINT_EMBEDDER: 'none',
    CUEPOINT_PORT: '0',
    ...settings,
  }
  const running = new Set<Running>()
  const options = { cwd: folder, env, extendEnv: false, reject: false, stdin: 'ignore' } as const

  const start: CommandLine['start'] = (args, more = {}, script = program) => {
    const child = execa(process.execPath, [script, ...args], {
      ...options,
      env: { ...env, ...more },
      all: true,
      // How long it takes to give its work back depends on the machine.
      forceKillAfterDelay: false,
    })
    let said = ''
    child.all.on('data', (bytes: Buffer) => (said += bytes.toString()))
    const one: Running = {
      said: () => said,
      async says(text) {
        await until(() => !running.has(one) || said.includes(text))
        if (!said.includes(text)) throw new Error(`It ended without “${text}”: ${said}`)
      },
      signal: (name) => void child.kill(name),
      ended: child.then(asEnded).finally(() => running.delete(one)),
    }
    running.add(one)
    return one
  }
  const run = (...args: string[]): Promise<Ended> => start(args).ended

  return {
    folder,
    env,
    program,
    run,
    start,
    async json(...args): Promise<unknown> {
      const { stdout, stderr } = await run(...args, '--json')
      try {
        return JSON.parse(stdout)
      } catch {
        throw new Error(`No JSON: ${stdout} ${stderr}`)
      }
    },
    shell: async (line) => asEnded(await execa('bash', ['-c', line], options satisfies Options)),
    async [Symbol.asyncDispose]() {
      for (const one of running) one.signal('SIGKILL')
      await Promise.all(Array.from(running, ({ ended }) => ended))
      await rm(home, { recursive: true, force: true })
    },
  }
}

function asEnded(result: { exitCode?: number; stdout?: unknown; stderr?: unknown }): Ended {
  return { code: result.exitCode, stdout: String(result.stdout), stderr: String(result.stderr) }
}
