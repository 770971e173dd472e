import { mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMediaTool } from '../../src/adapters/media-tool/index.ts'
import { ffmpegNote, hasFfmpeg, makeSound, makeVideo, runFfmpeg } from '../support/media.ts'
import { listen } from '../support/sound.ts'

const media = createMediaTool({ ffmpegPath: null, ffprobePath: null })
const tenHours = 36_000

let folder: string
const at = (file: string) => join(folder, file)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-bad-input-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe.skipIf(!hasFfmpeg)(`what is no media${ffmpegNote}`, () => {
  it.each([
    ['nothing', 'empty.mp4', '', 'an empty file (0 bytes)'],
    ['text named .mp4', 'text.mp4', 'Dear all,\nhere is the video.\n', 'a text file'],
    ['text named .mp3', 'text.mp3', 'la la la', 'a text file'],
    ['text in another writing', 'text.mkv', 'これはテキストです。', 'a text file'],
    ['a page that a download gave', 'page.mp4', '<!DOCTYPE html><html></html>', 'a web page'],
    ['subtitles', 'talk.srt', '1\n00:00:01,000 --> 00:00:02,000\nHi\n', 'a subtitle file'],
    ['subtitles', 'talk.vtt', 'WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n', 'a subtitle file'],
    ['a document', 'slides.mp4', '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'a document (PDF)'],
    ['an archive', 'talks.mp4', 'PK\x03\x04\x14\0\0\0', 'a ZIP archive'],
    [
      'an HLS playlist',
      'live.m3u8',
      '#EXTM3U\n#EXTINF:3,\nhttp://127.0.0.1:9/a.ts\n',
      'a playlist',
    ],
    ['a concat script', 'all.mp4', "ffconcat version 1.0\nfile 'a.mp4'\n", 'a playlist'],
    ['a DASH manifest', 'talk.mpd', '<?xml version="1.0"?><MPD></MPD>', 'a playlist'],
    ['noise', 'noise.mp4', '\x01\x9f\x82\x00\xff\xfe\x07'.repeat(2000), 'does not recognise'],
  ])('%s (%s)', async (_, name, content, found) => {
    await writeFile(at(name), Buffer.from(content, name === 'text.mkv' ? 'utf8' : 'latin1'))
    await expect(media.probe(at(name))).rejects.toMatchObject({
      code: 'unsupported-media',
      retryable: 'never',
      message: expect.stringContaining(found) as unknown,
      remedy: expect.any(String) as unknown,
    })
  })

  it.each(['png', 'jpg', 'gif', 'tiff'])('a picture (%s), whatever it is called', async (kind) => {
    const codec = kind === 'jpg' ? ['-pix_fmt', 'yuvj420p'] : []
    const output = ['-frames:v', '1', ...codec, at(`picture.${kind}`)]
    await runFfmpeg(['-f', 'lavfi', '-i', 'color=red:s=64x64', ...output])
    await writeFile(at('picture.mp4'), await readFile(at(`picture.${kind}`)))
    for (const name of [`picture.${kind}`, 'picture.mp4'])
      await expect(media.probe(at(name))).rejects.toThrow('found a picture')
  })

  it('an MP4 whose end, where the index is, was never written', async () => {
    await makeVideo(at('whole.mp4'))
    const bytes = await readFile(at('whole.mp4'))
    await writeFile(at('cut.mp4'), bytes.subarray(0, bytes.indexOf('moov') - 4))
    await expect(media.probe(at('cut.mp4'))).rejects.toThrow('without its index (moov)')
  })
})

/** A file of three seconds, changed by hand. */
async function tampered(
  name: string,
  make: typeof makeVideo,
  change: (bytes: Buffer) => Buffer | undefined,
): Promise<string> {
  await make(at(name), { seconds: 3 })
  const bytes = await readFile(at(name))
  await writeFile(at(name), change(bytes) ?? bytes)
  return at(name)
}

function writeAfter(bytes: Buffer, mark: string, offset: number, value: number): void {
  const start = bytes.indexOf(mark, 0, 'latin1')
  if (start < 0) throw new Error(`there is no ${mark} in this file`)
  bytes.writeUInt32BE(value, start + offset)
}

describe.skipIf(!hasFfmpeg)(`headers that lie about the length${ffmpegNote}`, () => {
  const isAboutThree = async (path: string) =>
    expect(Math.abs((await media.probe(path)).durationSeconds - 3)).toBeLessThan(0.2)

  it('ten hours in the headers of an MP4', async () => {
    const path = await tampered('lie.mp4', makeVideo, (bytes) => {
      writeAfter(bytes, 'mvhd', 20, tenHours * 1000)
      writeAfter(bytes, 'mdhd', 20, tenHours * bytes.readUInt32BE(bytes.indexOf('mdhd') + 16))
      writeAfter(bytes, 'elst', 12, tenHours * 1000)
      return undefined
    })
    await isAboutThree(path)
  })

  it.each([
    ['ten hours', tenHours],
    ['half a second', 0.5],
  ])('%s in the header of a Matroska file', async (_, claimed) => {
    const path = await tampered('lie.mkv', makeVideo, (bytes) => {
      const duration = bytes.indexOf('448988', 0, 'hex') + 3
      bytes.writeDoubleBE(claimed * 1000, duration)
      return undefined
    })
    await isAboutThree(path)
  })

  it('ten hours in the header of a WAV file', async () => {
    const path = await tampered('lie.wav', makeSound, (bytes) => {
      bytes.writeUInt32LE(tenHours * 32_000, bytes.indexOf('data') + 4)
      return undefined
    })
    await isAboutThree(path)
  })

  it('no length at all: a recording of a browser', async () => {
    await makeVideo(at('seekable.webm'), { seconds: 3 })
    const { size } = await writtenAsStream(at('seekable.webm'), at('live.webm'))
    expect(size).toBeGreaterThan(0)
    await isAboutThree(at('live.webm'))
  })

  it.each([
    ['mp4', 'mdat'],
    ['webm', '\x1f\x43\xb6\x75'],
  ])('a %s file that is cut in the middle', async (extension, mark) => {
    const path = at(`middle.${extension}`)
    await makeVideo(path, { seconds: 6, output: ['-movflags', '+faststart'] })
    const bytes = await readFile(path)
    const content = bytes.indexOf(mark, 0, 'latin1')
    await truncate(path, Math.floor((content + bytes.length) / 2))
    const { durationSeconds } = await media.probe(path)
    expect(durationSeconds).toBeGreaterThan(1)
    expect(durationSeconds).toBeLessThan(5)
    const { seconds } = await listen(media.audio(path, { startSeconds: 0 }))
    expect(Math.abs(seconds - durationSeconds)).toBeLessThan(1)
  })
})

/** What cannot be sought gets no index and no length. */
async function writtenAsStream(source: string, target: string) {
  await runFfmpeg(['-i', source, '-c', 'copy', '-f', 'webm', '-live', '1', target])
  await using file = await open(target)
  return await file.stat()
}

describe.skipIf(!hasFfmpeg)(`sound that is damaged${ffmpegNote}`, () => {
  it('gives as much as can be decoded, each second at its place', async () => {
    const path = at('damaged.mp3')
    const tones = [{ startSeconds: 8, endSeconds: 9, hertz: 500 }]
    await makeSound(path, { seconds: 10, tones, output: ['-b:a', '64k'] })
    const bytes = await readFile(path)
    bytes.fill(0x55, Math.floor(bytes.length * 0.3), Math.floor(bytes.length * 0.4))
    await writeFile(path, bytes)
    const { seconds, changes } = await listen(media.audio(path, { startSeconds: 0 }))
    expect(seconds).toBeGreaterThan(8)
    expect(changes.length).toBeGreaterThan(0)
  })

  it('fails when nothing can be decoded', async () => {
    const path = at('unknown.mkv')
    await makeSound(path, { output: ['-c:a', 'pcm_s16le'] })
    const bytes = await readFile(path)
    bytes.write('A_XYZ', bytes.indexOf('A_PCM'))
    await writeFile(path, bytes)
    await expect(listen(media.audio(path, { startSeconds: 0 }))).rejects.toMatchObject({
      code: 'unsupported-media',
      message: expect.stringContaining('cannot be decoded') as unknown,
    })
  })
})
