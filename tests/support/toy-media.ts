import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { UnsupportedMediaError } from '../../src/domain/errors.ts'
import type { Segment } from '../../src/domain/transcript.ts'
import type { MediaFacts } from '../../src/domain/video.ts'
import type { MediaTool } from '../../src/ports/media-tool.ts'
import type { ToyStages } from './toy-stages.ts'

/** A media format of the tests: what is said, as text. No program is needed to read it. */
export function toyFile(segments: readonly Segment[]): Buffer {
  return Buffer.from(JSON.stringify({ format: 'toy', segments }))
}

/** Segments of 5 s each, one for each text. */
export function said(...texts: string[]): Segment[] {
  return texts.map((text, index) => ({ start: index * 5, end: index * 5 + 4.5, text }))
}

export async function readToyFile(path: string): Promise<readonly Segment[]> {
  const text = await readFile(path, 'utf8')
  if (!text.startsWith('{"format":"toy"')) {
    throw new UnsupportedMediaError('This is no media file: it does not begin as one.')
  }
  const { segments } = JSON.parse(text) as { segments: Segment[] }
  return segments
}

/** A media tool for that format. It says when it begins something, which is then held up as the tests want it. */
export function createToyMedia(stages: ToyStages): MediaTool {
  return {
    async probe(path, signal) {
      await stages.enter('probe', signal)
      return factsOf(await readToyFile(path))
    },
    audio: () => Readable.from([]),
    subtitles: () => Promise.resolve(''),
    async frame(_path, { seconds }, signal) {
      await stages.enter('pictures', signal)
      return Buffer.from(`picture of second ${seconds}`)
    },
    async storyboard(_path, folder, _layout, signal) {
      await stages.enter('pictures', signal)
      await writeFile(join(folder, '0.jpg'), 'sheet 0')
      return 1
    },
    async playable(path, target, _facts, onProgress, signal) {
      await stages.enter('rendition', signal)
      onProgress(0.5)
      await writeFile(target, await readFile(path))
    },
    encodeAudio: () => Promise.reject(new Error('There is no sound in it.')),
    describe: () => Promise.reject(new Error('There is no program behind it.')),
  }
}

/** Browsers do not play it, so that it gets a rendition. */
function factsOf(segments: readonly Segment[]): MediaFacts {
  return {
    container: 'toy',
    durationSeconds: (segments.at(-1)?.end ?? 0) + 1,
    video: { index: 0, codec: 'toy', width: 320, height: 180, pixelFormat: 'yuv420p' },
    audio: { index: 1, codec: 'toy', channels: 1, sampleRate: 16_000 },
    subtitles: [],
  }
}
