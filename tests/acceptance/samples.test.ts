import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseCaptions } from '../../src/domain/captions/parse-captions.ts'
import { samplesFolder } from '../support/command-line.ts'
import { isFfmpegInstalled } from '../support/media-programs.ts'

const list = z
  .array(
    z.object({ file: z.string(), captions: z.string(), title: z.string(), language: z.string() }),
  )
  .parse(JSON.parse(await readFile(join(samplesFolder, 'samples.json'), 'utf8')))

describe('the samples', () => {
  it('are small enough to come with the program', async () => {
    const names = await readdir(samplesFolder)
    const sizes = await Promise.all(
      names.map(async (name) => (await stat(join(samplesFolder, name))).size),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(8_000_000)
  })

  it.each(list)('$file has captions that need no repair', async ({ captions, language }) => {
    const read = parseCaptions(await readFile(join(samplesFolder, captions)), captions)
    expect(read).toMatchObject({ format: 'webvtt', language, warnings: [] })
  })

  it.skipIf(!isFfmpegInstalled).each(list)(
    '$file plays in a browser for 25 to 60 seconds, captions to the end',
    async ({ file, captions }) => {
      const path = join(samplesFolder, file)
      const probe = '-v error -of json -show_entries stream=codec_name,pix_fmt:format=duration'
      const { stdout } = await execa('ffprobe', [...probe.split(' '), path])
      const facts = z
        .object({
          streams: z.array(z.object({ codec_name: z.string() })),
          format: z.object({ duration: z.coerce.number() }),
        })
        .parse(JSON.parse(stdout))
      expect(facts.streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac'])
      expect(facts.format.duration).toBeGreaterThan(25)
      expect(facts.format.duration).toBeLessThan(60)
      const { segments } = parseCaptions(await readFile(join(samplesFolder, captions)))
      const quiet = facts.format.duration - (segments.at(-1)?.end ?? 0)
      expect(quiet).toBeGreaterThan(0)
      expect(quiet).toBeLessThan(3)
    },
  )
})
