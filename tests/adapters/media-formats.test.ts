import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMediaTool } from '../../src/adapters/media-tool/index.ts'
import { ffmpegNote, hasFfmpeg, makeSound, makeVideo, runFfmpeg } from '../support/media.ts'
import { jpegSize, secondsShown } from '../support/picture.ts'
import { mountSmallDisk, smallDiskNote } from '../support/small-disk.ts'
import { listen } from '../support/sound.ts'

const media = createMediaTool({ ffmpegPath: null, ffprobePath: null })
const tones = [{ startSeconds: 1, endSeconds: 2, hertz: 500 }]
const seconds = 3

let folder: string
const at = (file: string) => join(folder, file)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-formats-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe.skipIf(!hasFfmpeg)(`what people bring${ffmpegNote}`, () => {
  it.each([
    ['mp4', 'mov', 'h264', 'aac'],
    ['mkv', 'matroska', 'h264', 'aac'],
    ['webm', 'webm', 'vp8', 'opus'],
    ['avi', 'avi', 'mpeg4', 'mp3'],
    ['ts', 'mpegts', 'h264', 'aac'],
    ['wmv', 'asf', 'msmpeg4v3', 'wmav2'],
    ['mp3', 'mp3', null, 'mp3'],
    ['m4a', 'm4a', null, 'aac'],
    ['wav', 'wav', null, 'pcm_s16le'],
    ['flac', 'flac', null, 'flac'],
    ['ogg', 'ogg', null, 'vorbis'],
    ['opus', 'ogg', null, 'opus'],
    ['aac', 'aac', null, 'aac'],
  ])('%s', async (extension, container, videoCodec, audioCodec) => {
    const path = at(`recording.${extension}`)
    await (videoCodec ? makeVideo : makeSound)(path, { seconds, tones })
    const facts = await media.probe(path)
    expect(facts.container.split(',')).toContain(container)
    expect(facts.video?.codec ?? null).toBe(videoCodec)
    expect(facts.audio?.codec).toBe(audioCodec)
    expect(Math.abs(facts.durationSeconds - seconds)).toBeLessThan(0.25)
    const { changes } = await listen(media.audio(path, { startSeconds: 0 }))
    expect(changes).toHaveLength(2)
    expect(Math.abs((changes[0] ?? 0) - 1)).toBeLessThan(0.15)
  })

  it('video without sound', async () => {
    await makeVideo(at('silent.mp4'), { seconds: 1, tones: null })
    expect((await media.probe(at('silent.mp4'))).audio).toBeNull()
    await expect(listen(media.audio(at('silent.mp4'), { startSeconds: 0 }))).rejects.toMatchObject({
      code: 'unsupported-media',
    })
  })

  it('sound with a picture on its cover, which is no video', async () => {
    await makeSound(at('plain.mp3'))
    await runFfmpeg(['-f', 'lavfi', '-i', 'color=red:s=64x64', '-frames:v', '1', at('cover.png')])
    const cover = ['-map', '0', '-map', '1', '-c', 'copy', '-disposition:v', 'attached_pic']
    await runFfmpeg(['-i', at('plain.mp3'), '-i', at('cover.png'), ...cover, at('song.mp3')])
    const facts = await media.probe(at('song.mp3'))
    expect(facts.video).toBeNull()
    await expect(media.frame(at('song.mp3'), { seconds: 0, width: 64 })).rejects.toMatchObject({
      code: 'unsupported-media',
      message: expect.stringContaining('pictures cannot be decoded') as unknown,
    })
    await media.playable(at('song.mp3'), at('song.mp4'), facts, () => undefined)
    expect((await media.probe(at('song.mp4'))).video).toBeNull()
  })

  it('a video that a phone noted to be turned', async () => {
    await makeVideo(at('lying.mp4'), { seconds: 1, width: 160, height: 90 })
    const turned = ['-metadata:s:v', 'rotate=90', '-c', 'copy', at('turned.mp4')]
    await runFfmpeg(['-i', at('lying.mp4'), ...turned])
    const { video } = await media.probe(at('turned.mp4'))
    expect(video).toMatchObject({ width: 90, height: 160 })
    const jpeg = await media.frame(at('turned.mp4'), { seconds: 0, width: 90 })
    expect(jpegSize(jpeg)).toEqual({ width: 90, height: 160 })
  })

  it('a video with pixels that are not square', async () => {
    await makeVideo(at('dv.mp4'), { seconds: 1, output: ['-vf', 'setsar=2'] })
    const jpeg = await media.frame(at('dv.mp4'), { seconds: 0, width: 320 })
    expect(jpegSize(jpeg)).toEqual({ width: 320, height: 120 })
  })

  it('several tracks of sound: the default one is heard, everywhere the same', async () => {
    await makeSound(at('quiet.flac'), { seconds })
    await makeSound(at('loud.flac'), { seconds, tones })
    await runFfmpeg([
      ...['-i', at('quiet.flac'), '-i', at('loud.flac'), '-map', '0', '-map', '1', '-c', 'copy'],
      ...['-disposition:a:0', '0', '-disposition:a:1', 'default', at('tracks.mka')],
    ])
    const facts = await media.probe(at('tracks.mka'))
    expect(facts.audio?.index).toBe(1)
    await media.playable(at('tracks.mka'), at('tracks.mp4'), facts, () => undefined)
    for (const file of ['tracks.mka', 'tracks.mp4'])
      expect((await listen(media.audio(at(file), { startSeconds: 0 }))).changes).toHaveLength(2)
  })

  it('a pause in the time stamps is silence, so that every word keeps its second', async () => {
    await makeSound(at('gap.mkv'), {
      seconds: 8,
      tones: [{ startSeconds: 6, endSeconds: 7, hertz: 500 }],
      output: ['-af', "aselect='not(between(t,2,4))'", '-c:a', 'pcm_s16le'],
    })
    for (const startSeconds of [0, 3]) {
      const { seconds, changes } = await listen(media.audio(at('gap.mkv'), { startSeconds }))
      expect(seconds + startSeconds).toBeCloseTo(8, 1)
      expect((changes[0] ?? 0) + startSeconds).toBeCloseTo(6, 1)
    }
  })

  it('a recording whose clock does not begin at 0', async () => {
    await makeVideo(at('clock.mp4'), { seconds, tones })
    const shifted = ['-c', 'copy', '-output_ts_offset', '1000', at('clock.ts')]
    await runFfmpeg(['-i', at('clock.mp4'), ...shifted])
    const { durationSeconds } = await media.probe(at('clock.ts'))
    expect(Math.abs(durationSeconds - seconds)).toBeLessThan(0.25)
    const { changes } = await listen(media.audio(at('clock.ts'), { startSeconds: 0 }))
    expect(Math.abs((changes[0] ?? 0) - 1)).toBeLessThan(0.15)
    const jpeg = await media.frame(at('clock.ts'), { seconds: 60, width: 64 })
    expect(await secondsShown(jpeg)).toEqual([2])
  })

  it.each([
    [2560, 1440, 1920, 1080],
    [1440, 2560, 1080, 1920],
    [3, 3, 2, 2],
  ])('%d×%d is encoded as %d×%d', async (width, height, expectedWidth, expectedHeight) => {
    const path = at(`size${width}.mkv`)
    const output = ['-c:v', 'ffv1', '-frames:v', '1']
    await makeVideo(path, { seconds: 0.2, width, height, tones: null, output })
    await media.playable(path, at('size.mp4'), await media.probe(path), () => undefined)
    const { video } = await media.probe(at('size.mp4'))
    expect(video).toMatchObject({ width: expectedWidth, height: expectedHeight })
  })

  it('AVI, which does not know the order of its pictures, keeps it', async () => {
    const seconds = 5
    await makeVideo(at('order.mp4'), { seconds, output: ['-bf', '2', '-preset', 'medium'] })
    const annexB = ['-c', 'copy', '-bsf:v', 'h264_mp4toannexb', at('order.avi')]
    await runFfmpeg(['-i', at('order.mp4'), ...annexB])
    const facts = await media.probe(at('order.avi'))
    expect(facts.video?.codec).toBe('h264')
    await media.playable(at('order.avi'), at('ordered.mp4'), facts, () => undefined)
    const everyPicture = { intervalSeconds: 0.1, columns: 10, rows: 5, width: 32, height: 24 }
    await media.storyboard(at('ordered.mp4'), folder, everyPicture)
    const shown = await secondsShown(at('0.jpg'), 10, 5)
    expect(shown).toEqual(shown.toSorted((a, b) => a - b))
    expect(shown.at(-1)).toBe(4)
  })

  it.each([
    ['a keyframe every second', '10'],
    ['a single keyframe', '1000'],
  ])('storyboards are right with %s', async (_, keyframeInterval) => {
    const path = at(`keyframes${keyframeInterval}.mp4`)
    await makeVideo(path, { seconds: 14, output: ['-g', keyframeInterval] })
    const sheet = { intervalSeconds: 4, columns: 2, rows: 2, width: 64, height: 64 }
    await media.storyboard(path, folder, sheet)
    expect(await secondsShown(at('0.jpg'), 2, 2)).toEqual([0, 4, 8, 12].map(inBars))
  })
})

/** A picture of 4:3 in a square tile: a quarter of it is black. */
function inBars(second: number): number {
  return Math.round((((40 + 10 * second) * 3) / 4 + 16 / 4 - 40) / 10)
}

describe.skipIf(!hasFfmpeg)(`without room${ffmpegNote}`, () => {
  it('waits until there is some, and leaves nothing', async ({ skip }) => {
    await using disk = await mountSmallDisk(200)
    if (!disk) return skip(smallDiskNote)
    const path = at('large.mkv')
    await runFfmpeg(['-f', 'lavfi', '-i', 'testsrc2=s=640x480:d=3', '-c:v', 'ffv1', path])
    const target = join(disk.path, 'playable.mp4')
    await expect(
      media.playable(path, target, await media.probe(path), () => undefined),
    ).rejects.toMatchObject({ code: 'storage-full', retryable: 'when-available' })
    expect(await readdir(disk.path)).toEqual([])
  })
})
