import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

/** The build of the optional package, null where it is not installed or does not run. */
export const bundledFfmpeg = bundled('@ffmpeg-installer/ffmpeg')
export const bundledFfprobe = bundled('@ffprobe-installer/ffprobe')

/** What makes media for tests. The bundled build starts many times faster than one that is linked dynamically. */
export const ffmpegForTests = process.env['FFMPEG_PATH'] ?? bundledFfmpeg ?? 'ffmpeg'

/** Whether the machine has the programs itself. */
export const isFfmpegInstalled = runs('ffmpeg') && runs('ffprobe')

/** For `describe.skipIf(!hasFfmpeg)`. */
export const hasFfmpeg =
  runs(ffmpegForTests) && (isFfmpegInstalled || (bundledFfmpeg !== null && bundledFfprobe !== null))

/** What the title of a skipped test says. */
export const ffmpegNote = hasFfmpeg ? '' : ' (skipped: install ffmpeg)'

function bundled(packageName: string): string | null {
  try {
    const { path } = createRequire(import.meta.url)(packageName) as { path: string }
    return runs(path) ? path : null
  } catch {
    return null
  }
}

function runs(program: string): boolean {
  return spawnSync(program, ['-version']).status === 0
}
