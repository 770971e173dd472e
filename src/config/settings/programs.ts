import { oneOf, path } from '../kinds.ts'
import type { Setting } from '../setting.ts'

/** Programs of others, and the log. */
export const programsSettings = {
  ffmpegPath: {
    variable: 'FFMPEG_PATH',
    key: 'ffmpeg-path',
    kind: path,
    fallbackInWords: '`ffmpeg` on the PATH, else the one that came with the package',
    meaning: 'The ffmpeg program.',
  },
  ffprobePath: {
    variable: 'FFPROBE_PATH',
    key: 'ffprobe-path',
    kind: path,
    fallbackInWords: '`ffprobe` on the PATH, else the one that came with the package',
    meaning: 'The ffprobe program.',
  },
  logLevel: {
    variable: 'CUEPOINT_LOG_LEVEL',
    key: 'log-level',
    kind: oneOf('debug', 'info', 'warn', 'error', 'silent'),
    fallback: 'info',
    meaning: 'How much is written to the log (on stderr).',
  },
  logFormat: {
    variable: 'CUEPOINT_LOG_FORMAT',
    key: 'log-format',
    kind: oneOf('pretty', 'json'),
    fallbackInWords: '`pretty` in a terminal, else `json`',
    meaning: 'Lines for people or for machines.',
  },
} as const satisfies Record<string, Setting>
