import type { MediaConfig } from '../../config/config.ts'
import type { MediaTool } from '../../ports/media-tool.ts'
import { audio } from './audio.ts'
import { encodeAudio } from './encode-audio.ts'
import { frame } from './frame.ts'
import { playable } from './playable.ts'
import { probe } from './probe.ts'
import { createProgramFinder } from './programs.ts'
import { createProgramRunner } from './run-program.ts'
import { storyboard } from './storyboard.ts'
import { subtitles } from './subtitles.ts'

/** ffmpeg and ffprobe as child processes. They are looked for when they are first needed. */
export function createMediaTool(config: MediaConfig): MediaTool {
  const findProgram = createProgramFinder(config)
  const runProgram = createProgramRunner(findProgram)
  return {
    probe: (path, signal) => probe(path, runProgram, signal),
    audio: (path, options, signal) => audio(path, options, runProgram, signal),
    encodeAudio: (path, target, clip, signal) =>
      encodeAudio(path, target, clip, runProgram, signal),
    subtitles: (path, streamIndex, signal) => subtitles(path, streamIndex, runProgram, signal),
    frame: (path, options, signal) => frame(path, options, runProgram, signal),
    storyboard: (path, folder, layout, signal) =>
      storyboard(path, folder, layout, runProgram, signal),
    playable: (path, target, facts, onProgress, signal) =>
      playable({ path, target, facts, onProgress }, runProgram, signal),
    async describe() {
      return { ffmpeg: await findProgram('ffmpeg'), ffprobe: await findProgram('ffprobe') }
    },
  }
}
