import { execa } from 'execa'
import type { CommandLine } from './command-line.ts'
import { until } from './until.ts'

export interface Terminal extends AsyncDisposable {
  /** Everything that was on the screen, with its control sequences. */
  seen(): string
  /** Waits for a text; rejects when the command ends without it. */
  shows(text: string): Promise<void>
  type(keys: string): void
  /** The exit code. */
  readonly ended: Promise<number | undefined>
}

/** Runs a command in a terminal of its own, as a person would. */
export function openTerminal(cli: CommandLine, args: readonly string[]): Terminal {
  const words = [process.execPath, cli.program, ...args].map((word) => `'${word}'`)
  const child = execa('script', ['-qec', words.join(' '), '/dev/null'], {
    cwd: cli.folder,
    env: { ...cli.env, TERM: 'xterm-256color' },
    extendEnv: false,
    reject: false,
    stdin: 'pipe',
  })
  let seen = ''
  child.stdout.on('data', (bytes: Buffer) => (seen += bytes.toString()))
  const ended = child.then(({ exitCode }) => exitCode)
  return {
    seen: () => seen,
    async shows(text) {
      let isOver = false
      void ended.then(() => (isOver = true))
      await until(() => isOver || seen.includes(text))
      if (!seen.includes(text)) throw new Error(`It ended without ${text}: ${seen}`)
    },
    type: (keys) => void child.stdin.write(keys),
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await child
    },
  }
}
