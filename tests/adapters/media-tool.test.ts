import { describe } from 'vitest'
import { createMediaTool } from '../../src/adapters/media-tool/index.ts'
import { mediaToolContract } from '../contracts/media-tool.ts'
import { bundledFfmpeg, bundledFfprobe, isFfmpegInstalled } from '../support/media-programs.ts'

const installedNote = isFfmpegInstalled ? '' : ' (skipped: install ffmpeg)'

describe.skipIf(!isFfmpegInstalled)(`with the programs of the machine${installedNote}`, () => {
  mediaToolContract('the installed ffmpeg', () =>
    createMediaTool({ ffmpegPath: null, ffprobePath: null }),
  )
})

const hasBundled = bundledFfmpeg !== null && bundledFfprobe !== null
const bundledNote = hasBundled ? '' : ' (skipped: install the optional packages)'

describe.skipIf(!hasBundled)(`with the optional packages${bundledNote}`, () => {
  mediaToolContract('the bundled ffmpeg', () =>
    createMediaTool({ ffmpegPath: bundledFfmpeg, ffprobePath: bundledFfprobe }),
  )
})
