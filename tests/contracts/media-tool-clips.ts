import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MediaTool } from '../../src/ports/media-tool.ts'
import { makeVideo } from '../support/media.ts'
import { listen } from '../support/sound.ts'

/** What every media tool promises of sound that is sent to services; see the comments of the port. */
export function audioClipContract(name: string, open: () => MediaTool): void {
  describe(`${name} as a maker of clips of sound`, () => {
    let media: MediaTool
    let folder: string
    const at = (file: string) => join(folder, file)
    const whole = { startSeconds: 0, endSeconds: null, format: 'flac' } as const

    beforeAll(async () => {
      media = open()
      folder = await mkdtemp(join(tmpdir(), 'cuepoint-clips-'))
      const tones = [{ startSeconds: 1, endSeconds: 2, hertz: 500 }]
      await makeVideo(at('talk.mp4'), { seconds: 4, tones })
      await writeFile(at('text.mp4'), 'This is not a video.\n')
    })
    afterAll(() => rm(folder, { recursive: true }))

    it.each([
      ['flac', 'flac'],
      ['mp3', 'mp3'],
      ['opus', 'opus'],
    ] as const)('writes %s, 16 kHz or what the codec makes of it, mono', async (format, codec) => {
      await media.encodeAudio(at('talk.mp4'), at(`clip.${format}`), { ...whole, format })
      expect(await media.probe(at(`clip.${format}`))).toMatchObject({
        video: null,
        audio: { codec, channels: 1 },
        durationSeconds: expect.closeTo(4, 0) as unknown,
      })
    })

    it.each([
      [0, null, 4, [1, 2]],
      [0.5, 3, 2.5, [0.5, 1.5]],
      [1.5, 3.5, 2, [0, 0.5]],
    ])(
      'has the sound from second %d to %s',
      async (startSeconds, endSeconds, seconds, expected) => {
        await media.encodeAudio(at('talk.mp4'), at('part.flac'), {
          startSeconds,
          endSeconds,
          format: 'flac',
        })
        const heard = await listen(media.audio(at('part.flac'), { startSeconds: 0 }))
        expect(Math.abs(heard.seconds - seconds)).toBeLessThan(0.1)
        expect(heard.changes).toHaveLength(2)
        for (const [i, change] of heard.changes.entries())
          expect(Math.abs(change - (expected[i] ?? NaN))).toBeLessThan(0.03)
      },
    )

    it('refuses what is no media, and leaves no file', async () => {
      const target = at('refused.flac')
      await expect(media.encodeAudio(at('text.mp4'), target, whole)).rejects.toMatchObject({
        code: 'unsupported-media',
      })
      expect(existsSync(target)).toBe(false)
    })

    it('ends with the reason of an abort, and leaves no file', async () => {
      const reason = new Error('nobody waits any more')
      const target = at('aborted.flac')
      const making = (signal: AbortSignal) =>
        media.encodeAudio(at('talk.mp4'), target, whole, signal)
      await expect(making(AbortSignal.abort(reason))).rejects.toBe(reason)
      const controller = new AbortController()
      const working = making(controller.signal)
      controller.abort(reason)
      await expect(working).rejects.toBe(reason)
      expect(existsSync(target)).toBe(false)
    })
  })
}
