import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MediaTool } from '../../src/ports/media-tool.ts'
import { makeSound, makeVideo } from '../support/media.ts'
import { jpegSize, secondsShown } from '../support/picture.ts'
import { listen } from '../support/sound.ts'

const srt = '1\n00:00:00,500 --> 00:00:01,500\nGood <i>morning</i>\n'
const unsupported = {
  code: 'unsupported-media',
  retryable: 'never',
  remedy: expect.any(String) as unknown,
}

/** What every media tool promises; see the comments of the port. */
export function mediaToolContract(name: string, open: () => MediaTool): void {
  describe(`${name} as a media tool`, () => {
    let media: MediaTool
    let folder: string
    const at = (file: string) => join(folder, file)

    beforeAll(async () => {
      media = open()
      folder = await mkdtemp(join(tmpdir(), 'cuepoint-media-'))
      const tones = [{ startSeconds: 1, endSeconds: 2, hertz: 500 }]
      await makeVideo(at('talk.mp4'), {
        seconds: 4,
        tones,
        subtitles: [{ codec: 'mov_text', text: srt, language: 'ger' }],
      })
      await makeVideo(at('talk.mkv'), { seconds: 4, tones, width: 160, height: 90 })
      await makeVideo(at('other.mkv'), {
        seconds: 4,
        width: 161,
        height: 91,
        output: ['-c:v', 'ffv1', '-pix_fmt', 'yuv444p', '-c:a', 'pcm_s16le', '-ac', '6'],
      })
      await makeSound(at('sound.wma'), { output: ['-c:a', 'wmav2'] })
      await writeFile(at('text.mp4'), 'This is not a video.\n')
    })
    afterAll(() => rm(folder, { recursive: true }))

    it('tells what is in a file', async () => {
      expect(await media.probe(at('talk.mp4'))).toEqual({
        container: 'mov,mp4,m4a,3gp,3g2,mj2',
        durationSeconds: expect.closeTo(4, 0) as unknown,
        video: { index: 0, codec: 'h264', width: 160, height: 120, pixelFormat: 'yuv420p' },
        audio: { index: 1, codec: 'aac', channels: 1, sampleRate: 16_000 },
        subtitles: [{ index: 2, codec: 'mov_text', language: 'de', isDefault: true }],
      })
    })

    it('refuses what is no media, with every method', async () => {
      const path = at('text.mp4')
      const facts = await media.probe(at('talk.mp4'))
      const layout = { intervalSeconds: 1, columns: 2, rows: 2, width: 96, height: 54 }
      const target = at('refused.mp4')
      await expect(media.probe(path)).rejects.toMatchObject({
        ...unsupported,
        message: expect.stringContaining('a text file') as unknown,
      })
      await expect(listen(media.audio(path, { startSeconds: 0 }))).rejects.toMatchObject(
        unsupported,
      )
      await expect(media.subtitles(path, 0)).rejects.toMatchObject(unsupported)
      await expect(media.frame(path, { seconds: 0, width: 64 })).rejects.toMatchObject(unsupported)
      await expect(media.storyboard(path, folder, layout)).rejects.toMatchObject(unsupported)
      await expect(media.playable(path, target, facts, () => undefined)).rejects.toMatchObject(
        unsupported,
      )
      expect(existsSync(target)).toBe(false)
    })

    it.each([
      [0, [1, 2]],
      [0.5, [0.5, 1.5]],
      [1.25, [0, 0.75]],
    ])('gives the sound from second %d on', async (startSeconds, expected) => {
      const { seconds, changes } = await listen(media.audio(at('talk.mp4'), { startSeconds }))
      expect(Math.abs(seconds - (4 - startSeconds))).toBeLessThan(0.1)
      expect(changes).toHaveLength(2)
      for (const [i, change] of changes.entries())
        expect(Math.abs(change - (expected[i] ?? NaN))).toBeLessThan(0.03)
    })

    it('has no sound past the end', async () => {
      const nothing = { seconds: 0, changes: [] }
      expect(await listen(media.audio(at('talk.mp4'), { startSeconds: 60 }))).toEqual(nothing)
    })

    it('reads a track of text as WebVTT', async () => {
      expect(await media.subtitles(at('talk.mp4'), 2)).toBe(
        'WEBVTT\n\n00:00:00.500 --> 00:00:01.500\nGood morning\n',
      )
      await expect(media.subtitles(at('talk.mp4'), 0)).rejects.toMatchObject(unsupported)
      await expect(media.subtitles(at('talk.mp4'), 9)).rejects.toMatchObject(unsupported)
    })

    it.each([
      [0, 0],
      [1, 1],
      [2.5, 2],
      [3.99, 3],
      [4, 3],
      [3600, 3],
    ])('takes the picture of second %d', async (seconds, shown) => {
      const jpeg = await media.frame(at('talk.mp4'), { seconds, width: 64 })
      expect(jpegSize(jpeg)).toEqual({ width: 64, height: 48 })
      expect(await secondsShown(jpeg)).toEqual([shown])
    })

    it('lays pictures out on sheets that are numbered from 0', async () => {
      const sheets = at('100% sheets')
      await mkdir(sheets)
      const layout = { intervalSeconds: 1, columns: 3, rows: 1, width: 96, height: 72 }
      expect(await media.storyboard(at('talk.mp4'), sheets, layout)).toBe(2)
      expect((await readdir(sheets)).toSorted()).toEqual(['0.jpg', '1.jpg'])
      expect(jpegSize(await readFile(join(sheets, '0.jpg')))).toEqual({ width: 288, height: 72 })
      expect(await secondsShown(join(sheets, '0.jpg'), 3)).toEqual([0, 1, 2])
      expect(await secondsShown(join(sheets, '1.jpg'), 3)).toEqual([3, -1, -1])
    })

    it('copies tracks that browsers play into an MP4 that starts at once', async () => {
      const facts = await media.probe(at('talk.mkv'))
      const target = at('copied.mp4')
      const shares: number[] = []
      await media.playable(at('talk.mkv'), target, facts, (share) => shares.push(share))
      const copied = await media.probe(target)
      expect(copied).toMatchObject({
        container: 'mov,mp4,m4a,3gp,3g2,mj2',
        video: facts.video,
        audio: facts.audio,
      })
      const bytes = await readFile(target)
      expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'))
      expect(shares.at(-1)).toBe(1)
      expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    })

    it('encodes the others', async () => {
      const facts = await media.probe(at('other.mkv'))
      const target = at('encoded.mp4')
      await media.playable(at('other.mkv'), target, facts, () => undefined)
      expect(await media.probe(target)).toMatchObject({
        video: { codec: 'h264', width: 160, height: 90, pixelFormat: 'yuv420p' },
        audio: { codec: 'aac', channels: 2 },
      })
      const jpeg = await media.frame(target, { seconds: 2, width: 64 })
      expect(await secondsShown(jpeg)).toEqual([2])
    })

    it('makes sound alone playable', async () => {
      const facts = await media.probe(at('sound.wma'))
      const target = at('sound.mp4')
      await media.playable(at('sound.wma'), target, facts, () => undefined)
      expect(await media.probe(target)).toMatchObject({ video: null, audio: { codec: 'aac' } })
    })

    it('rejects with the reason of an abort, before and during the work, and leaves nothing', async () => {
      const path = at('talk.mkv')
      const facts = await media.probe(path)
      const reason = new Error('nobody waits any more')
      const target = at('aborted.mp4')
      const layout = { intervalSeconds: 1, columns: 2, rows: 2, width: 96, height: 54 }
      const works: ((signal: AbortSignal) => Promise<unknown>)[] = [
        (signal) => media.probe(path, signal),
        (signal) => listen(media.audio(path, { startSeconds: 0 }, signal)),
        (signal) => media.subtitles(at('talk.mp4'), 2, signal),
        (signal) => media.frame(path, { seconds: 0, width: 64 }, signal),
        (signal) => media.storyboard(path, at('.'), layout, signal),
        (signal) => media.playable(path, target, facts, () => undefined, signal),
      ]
      for (const work of works) {
        await expect(work(AbortSignal.abort(reason))).rejects.toBe(reason)
        const controller = new AbortController()
        const working = work(controller.signal)
        working.catch(() => undefined)
        await turn()
        controller.abort(reason)
        await expect(working).rejects.toBe(reason)
      }
      expect(existsSync(target)).toBe(false)
    })

    it('tells which programs do the work', async () => {
      const { ffmpeg, ffprobe } = await media.describe()
      for (const program of [ffmpeg, ffprobe])
        expect(program).toEqual({
          path: expect.stringMatching(/ff(mpeg|probe)/) as unknown,
          version: expect.stringMatching(/\d/) as unknown,
          bundled: expect.any(Boolean) as unknown,
        })
    })
  })
}
