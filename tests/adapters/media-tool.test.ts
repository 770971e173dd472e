import { describe } from 'vitest'
import { createMediaTool } from '../../src/adapters/media-tool/index.ts'
import { audioClipContract } from '../contracts/media-tool-clips.ts'
import { mediaToolContract } from '../contracts/media-tool.ts'
import { bundledFfmpeg, bundledFfprobe, isFfmpegInstalled } from '../support/media-programs.ts'

const installedNote = isFfmpegInstalled ? '' : ' (skipped: install ffmpeg)'

describe.skipIf(!isFfmpegInstalled)(`with the programs of the machine${installedNote}`, () => {
  const open = () => createMediaTool({ ffmpegPath: null, ffprobePath: null })
  mediaToolContract('the installed ffmpeg', open)
  audioClipContract('the installed ffmpeg', open)
})

const hasBundled = bundledFfmpeg !== null && bundledFfprobe !== null
const bundledNote = hasBundled ? '' : ' (skipped: install the optional packages)'

describe.skipIf(!hasBundled)(`with the optional packages${bundledNote}`, () => {
  const open = () => createMediaTool({ ffmpegPath: bundledFfmpeg, ffprobePath: bundledFfprobe })
  mediaToolContract('the bundled ffmpeg', open)
  audioClipContract('the bundled ffmpeg', open)
})
