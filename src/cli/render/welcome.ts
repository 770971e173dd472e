import { styleText } from 'node:util'
import type { Config } from '../../config/config.ts'

/** What `serve` says when it is ready: where to go, and what to do next. */
export function renderWelcome(
  address: string,
  { publicUrl, worker }: Pick<Config, 'publicUrl' | 'worker'>,
  { videos }: { videos: number },
): string {
  return [
    '',
    `  Cuepoint is ready at ${styleText(['bold', 'underline'], address)}`,
    ...(publicUrl === null ? [] : [`  and for others at ${publicUrl}`]),
    '',
    ...(videos === 0
      ? emptyLibrary
      : [`  ${videos} ${videos === 1 ? 'video' : 'videos'} to search in.`]),
    ...(worker
      ? []
      : ['  This server does not work on videos; start a worker with: cuepoint worker']),
    '  Ctrl-C stops it.',
    '',
  ].join('\n')
}

const emptyLibrary = [
  '  The library is empty. Open the page and press "Try it with the sample videos", or in another terminal:',
  '    npx cuepoint add samples',
  '    npx cuepoint add FILE or FOLDER',
  '    npx cuepoint search "how bread rises"',
]
