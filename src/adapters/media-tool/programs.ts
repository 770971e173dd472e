import { execa } from 'execa'
import type { MediaConfig } from '../../config/config.ts'
import { MissingPartError } from '../../domain/errors.ts'
import type { MediaProgram } from '../../ports/media-tool.ts'

export type ProgramName = 'ffmpeg' | 'ffprobe'

/** Finds a program at its first use. One that is missing is looked for again each time, since a person may bring it. */
export type FindProgram = (name: ProgramName) => Promise<MediaProgram>

/** The path that is set, and no other; else the PATH, else the optional package. Rejects with `ffmpeg-missing` (waits). */
export function createProgramFinder(config: MediaConfig): FindProgram {
  const given = { ffmpeg: config.ffmpegPath, ffprobe: config.ffprobePath }
  const found = new Map<ProgramName, Promise<MediaProgram>>()
  return (name) => {
    const finding = found.get(name) ?? find(name, given[name])
    found.set(name, finding)
    finding.catch(() => found.delete(name))
    return finding
  }
}

async function find(name: ProgramName, given: string | null): Promise<MediaProgram> {
  if (given !== null) {
    return runnable(given, false).catch((error: unknown) => {
      throw cannotRun(`${variables[name]} is set to ${given}, which cannot be run`, name, error)
    })
  }
  try {
    return await runnable(name, false)
  } catch (error) {
    const bundled = await bundledPath[name]().catch(() => null)
    if (bundled === null) throw cannotRun(`${name} was not found on the PATH`, name, error)
    return runnable(bundled, true).catch((bundledError: unknown) => {
      throw cannotRun(
        `${name} was not found on the PATH, and ${bundled} cannot be run`,
        name,
        bundledError,
      )
    })
  }
}

const variables = { ffmpeg: 'FFMPEG_PATH', ffprobe: 'FFPROBE_PATH' }

/** Optional packages: they may be missing, and throw on systems that they have no build for. */
const bundledPath = {
  ffmpeg: async () => (await import('@ffmpeg-installer/ffmpeg')).default.path,
  ffprobe: async () => (await import('@ffprobe-installer/ffprobe')).default.path,
}

async function runnable(path: string, bundled: boolean): Promise<MediaProgram> {
  const { stdout } = await execa(path, ['-version'], { stdin: 'ignore', timeout: 20_000 })
  return { path, bundled, version: /^\S+ version (\S+)/.exec(stdout)?.[1] ?? 'unknown' }
}

export function cannotRun(what: string, name: ProgramName, cause: unknown): MissingPartError {
  return new MissingPartError(
    'ffmpeg-missing',
    `${what}. Cuepoint reads video and sound with ffmpeg and ffprobe.`,
    `Install ffmpeg (it brings both: apt install ffmpeg, brew install ffmpeg), or set ${variables[name]} to the program.`,
    cause,
  )
}
