/**
 * Makes the sample videos again: the talks of scripts/samples/talks.ts, spoken by espeak-ng, painted by
 * scripts/samples/scenes.ts, put together by ffmpeg, with captions from the times of the speech.
 * Needs ffmpeg, espeak-ng and the font Noto Serif CJK. Names choose some of them.
 *   node scripts/make-samples.ts [name…]
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatWebVtt } from '../src/domain/captions/format-captions.ts'
import { renderVideo } from './samples/render-video.ts'
import { speak } from './samples/speech.ts'
import { talks } from './samples/talks.ts'

const folder = join(import.meta.dirname, '../samples')
const names = process.argv.slice(2)

for (const talk of talks) {
  if (names.length > 0 && !names.includes(talk.file)) continue
  const speech = await speak(talk)
  const header = `WEBVTT\nLanguage: ${talk.language}\n`
  await writeFile(
    join(folder, `${talk.file}.vtt`),
    formatWebVtt(speech.segments).replace('WEBVTT\n', header),
  )
  await renderVideo(talk, speech, join(folder, `${talk.file}.mp4`))
  console.log(`${talk.file}: ${speech.durationSeconds.toFixed(1)} s`)
}

const list = talks.map(({ file, title, language }) => ({
  file: `${file}.mp4`,
  captions: `${file}.vtt`,
  title,
  language,
}))
await writeFile(join(folder, 'samples.json'), `${JSON.stringify(list, null, 2)}\n`)
