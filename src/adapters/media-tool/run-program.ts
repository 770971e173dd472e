import { constants, setPriority } from 'node:os'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { execa, ExecaError } from 'execa'
import { CuepointError, MissingPartError, TemporaryError } from '../../domain/errors.ts'
import { cannotRun, type FindProgram, type ProgramName } from './programs.ts'

/** The program ran to its end and did not succeed: it is the file, or what was asked of it. */
export class ProgramFailure extends CuepointError {
  /** What it said, shortened. */
  readonly complaints: string

  constructor(name: string, complaints: string, cause: unknown) {
    super('media-program-failed', `${name} failed: ${complaints}`, { cause })
    this.complaints = complaints
  }
}

interface Run<T> {
  readonly name: ProgramName
  readonly args: readonly string[]
  /** Consumes what the program writes. When it rejects, the program is ended. */
  readonly read: (stdout: Readable) => Promise<T>
  /** Nobody waits for it: everything else goes first. */
  readonly isBackground?: boolean
}

interface Ran<T> {
  readonly output: T
  /** Errors that did not keep it from going on. */
  readonly complaints: string
}

export type RunProgram = <T>(run: Run<T>, signal?: AbortSignal) => Promise<Ran<T>>

/**
 * Runs ffmpeg or ffprobe and waits for its end, whatever happens. Rejects with the reason of an abort, `ProgramFailure`,
 * `ffmpeg-missing`, `storage-full` (both wait) or `ffmpeg-stopped` (somebody ended it, passes).
 */
export function createProgramRunner(findProgram: FindProgram): RunProgram {
  return async (run, signal) => {
    signal?.throwIfAborted()
    const { path } = await findProgram(run.name)
    const stop = new AbortController()
    const child = execa(path, run.args, {
      cancelSignal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
      // Nothing that it writes is kept when it is stopped, so it need not finish anything.
      killSignal: 'SIGKILL',
      stdin: 'ignore',
      buffer: false,
      env: withoutTextConversion,
    })
    if (run.isBackground) giveWay(child.pid)
    const complaining = collectComplaints(child.stderr)
    const ended = child.then(
      () => null,
      (error: unknown) => error,
    )
    try {
      const output = await run.read(child.stdout)
      const [failure, complaints] = await Promise.all([ended, complaining])
      if (failure) throw toProgramError(failure, run.name, path, complaints)
      return { output, complaints }
    } catch (error) {
      stop.abort()
      await ended
      signal?.throwIfAborted()
      throw error
    }
  }
}

/**
 * Static builds (the optional package, and what many download) crash on MPEG-TS when glibc loads its tables of
 * character sets, which only names of channels need. Without a place to load them from they go on.
 */
const withoutTextConversion = { GCONV_PATH: '/nonexistent' }

function giveWay(processId: number | undefined): void {
  try {
    if (processId !== undefined) setPriority(processId, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already, or the system does not allow it.
  }
}

/** For programs that write to files. */
export async function ignoreOutput(stdout: Readable): Promise<void> {
  await finished(stdout.resume())
}

function toProgramError(failure: unknown, name: ProgramName, path: string, complaints: string) {
  if (!(failure instanceof ExecaError)) return failure
  if (failure.code === 'ENOENT' || failure.code === 'EACCES')
    return cannotRun(`${path} cannot be started any more`, name, failure)
  if (crashes.includes(failure.signal ?? ''))
    return new ProgramFailure(name, `${complaints}\nit crashed (${failure.signal})`.trim(), failure)
  if (failure.exitCode === undefined)
    return new TemporaryError(
      'ffmpeg-stopped',
      failure.signal === undefined
        ? `${name} could not be started: ${failure.originalMessage}.`
        : `${name} was ended by ${failure.signal}.`,
      {
        cause: failure,
        remedy: 'If it happens again, look whether the machine runs out of memory or processes.',
      },
    )
  if (complaints.includes('No space left on device'))
    return new MissingPartError(
      'storage-full',
      `${name} had no room for what it makes: ${complaints}`,
      'Make room on the disk of the temporary files (TMPDIR).',
      failure,
    )
  return new ProgramFailure(name, complaints, failure)
}

/** By its own fault, so it is the file that does it, and does it again. */
const crashes = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL']

const keptCharacters = 1000

/** A broken file brings thousands of lines; the first ones tell what is wrong. */
async function collectComplaints(stderr: Readable): Promise<string> {
  let kept = ''
  try {
    for await (const text of stderr.setEncoding('utf8') as AsyncIterable<string>)
      if (kept.length < keptCharacters) kept += text
  } catch {
    // The program was ended.
  }
  return kept.slice(0, keptCharacters).trim()
}
