import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMediaTool } from '../../src/adapters/media-tool/index.ts'
import { ffmpegNote, hasFfmpeg, makeVideo } from '../support/media.ts'
import { bundledFfmpeg, bundledFfprobe, isFfmpegInstalled } from '../support/media-programs.ts'

let folder: string
const at = (file: string) => join(folder, file)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-programs-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function script(name: string, ...lines: string[]): Promise<string> {
  const path = at(name)
  await writeFile(path, ['#!/bin/sh', ...lines, ''].join('\n'))
  await chmod(path, 0o755)
  return path
}

const sayVersion = '[ "$1" = -version ] && { echo "ffmpeg version 9.9-test Copyright"; exit 0; }'

const missing = (name: string) => ({
  code: 'ffmpeg-missing',
  retryable: 'when-available',
  message: expect.stringContaining(name) as unknown,
  remedy: expect.stringContaining('Install ffmpeg') as unknown,
})

describe.skipIf(process.platform === 'win32')('where the programs come from', () => {
  let pathBefore: string | undefined

  beforeEach(() => {
    pathBefore = process.env['PATH']
  })
  afterEach(() => {
    process.env['PATH'] = pathBefore
  })

  it('the path that is set goes before everything', async () => {
    const program = await script('mine', sayVersion)
    const media = createMediaTool({ ffmpegPath: program, ffprobePath: program })
    const mine = { path: program, version: '9.9-test', bundled: false }
    expect(await media.describe()).toEqual({ ffmpeg: mine, ffprobe: mine })
  })

  it('what is on the PATH comes next', async () => {
    await mkdir(at('bin'))
    await script('bin/ffmpeg', sayVersion)
    await script('bin/ffprobe', sayVersion)
    process.env['PATH'] = `${at('bin')}:${pathBefore ?? ''}`
    const { ffmpeg } = await createMediaTool({ ffmpegPath: null, ffprobePath: null }).describe()
    expect(ffmpeg).toEqual({ path: 'ffmpeg', version: '9.9-test', bundled: false })
  })

  const hasBundled = bundledFfmpeg !== null && bundledFfprobe !== null
  it.skipIf(!hasBundled)('the optional packages come last', async () => {
    process.env['PATH'] = at('nothing-here')
    const media = createMediaTool({ ffmpegPath: null, ffprobePath: null })
    const { ffmpeg, ffprobe } = await media.describe()
    expect(ffmpeg).toMatchObject({ path: bundledFfmpeg, bundled: true })
    expect(ffprobe).toMatchObject({ path: bundledFfprobe, bundled: true })
  })

  it('a path that is set and wrong is not passed over in silence', async () => {
    const media = createMediaTool({ ffmpegPath: at('absent'), ffprobePath: at('absent') })
    await expect(media.describe()).rejects.toMatchObject(missing('FFMPEG_PATH'))
    await expect(media.probe(at('any.mp4'))).rejects.toMatchObject(missing('FFPROBE_PATH'))
    await expect(
      once(media.audio(at('any.mp4'), { startSeconds: 0 }), 'data'),
    ).rejects.toMatchObject(missing(at('absent')))
  })

  it('a program that is brought later is found without a restart', async () => {
    const path = at('later')
    const media = createMediaTool({ ffmpegPath: path, ffprobePath: path })
    await expect(media.describe()).rejects.toMatchObject(missing(path))
    await script('later', sayVersion)
    expect((await media.describe()).ffmpeg.version).toBe('9.9-test')
  })

  it('a program that goes away is missing again', async () => {
    const path = await script('gone', sayVersion, 'echo {}')
    const media = createMediaTool({ ffmpegPath: path, ffprobePath: path })
    await media.describe()
    await rm(path)
    await expect(media.probe(at('any.mp4'))).rejects.toMatchObject(missing(path))
  })
})

describe.skipIf(process.platform === 'win32' || !hasFfmpeg)(`their processes${ffmpegNote}`, () => {
  beforeAll(() => makeVideo(at('talk.mp4')))

  /** An ffmpeg that notes its process id, and the real ffprobe. */
  async function openWith(...lines: string[]) {
    const note = `echo $$ > ${at('pid')}`
    const ffmpegPath = await script('ffmpeg', sayVersion, note, ...lines)
    const ffprobePath = isFfmpegInstalled ? null : bundledFfprobe
    const media = createMediaTool({ ffmpegPath, ffprobePath })
    return { media, facts: await media.probe(at('talk.mp4')) }
  }

  const isGone = () =>
    vi.waitFor(async () => {
      const pid = Number(await readFile(at('pid'), 'utf8'))
      expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    })

  const endless = 'exec cat /dev/zero'
  const hanging = 'exec sleep 600'

  it('end when nobody reads the sound any more', async () => {
    const { media } = await openWith(endless)
    const sound = media.audio(at('talk.mp4'), { startSeconds: 0 })
    await once(sound, 'readable')
    sound.destroy()
    await isGone()
  })

  it('end when a loop over the sound is left', async () => {
    const { media } = await openWith(endless)
    for await (const chunk of media.audio(at('talk.mp4'), { startSeconds: 0 })) if (chunk) break
    await isGone()
  })

  it('wait when the sound is read slowly, instead of filling the memory', async () => {
    const { media } = await openWith(endless)
    const sound = media.audio(at('talk.mp4'), { startSeconds: 0 })
    await once(sound, 'readable')
    await new Promise((later) => setTimeout(later, 100))
    expect(sound.readableLength).toBeLessThan(1_000_000)
    sound.destroy()
    await isGone()
  })

  it('end at an abort, even when they hang', async () => {
    const { media, facts } = await openWith(hanging)
    const reason = new Error('enough')
    const layout = { intervalSeconds: 1, columns: 1, rows: 1, width: 64, height: 48 }
    const works: ((signal: AbortSignal) => Promise<unknown>)[] = [
      (signal) => once(media.audio(at('talk.mp4'), { startSeconds: 0 }, signal), 'data'),
      (signal) => media.frame(at('talk.mp4'), { seconds: 0, width: 64 }, signal),
      (signal) => media.storyboard(at('talk.mp4'), folder, layout, signal),
      (signal) => media.playable(at('talk.mp4'), at('out.mp4'), facts, () => undefined, signal),
    ]
    for (const work of works) {
      await rm(at('pid'), { force: true })
      const controller = new AbortController()
      const working = work(controller.signal)
      working.catch(() => undefined)
      await vi.waitFor(() => readFile(at('pid')), { timeout: 10_000 })
      controller.abort(reason)
      await expect(working).rejects.toBe(reason)
      await isGone()
    }
  })

  it('that are killed from outside are a passing fault: the sound is not taken to be over', async () => {
    const { media, facts } = await openWith('head -c 32000 /dev/zero', 'kill -9 $$')
    const passing = { code: 'ffmpeg-stopped', retryable: 'soon' }
    const sound = media.audio(at('talk.mp4'), { startSeconds: 0 })
    await expect(sound.toArray()).rejects.toMatchObject(passing)
    await expect(
      media.playable(at('talk.mp4'), at('out.mp4'), facts, () => undefined),
    ).rejects.toMatchObject(passing)
  })

  it('that crash say that it is the file', async () => {
    const { media } = await openWith('kill -SEGV $$')
    await expect(media.frame(at('talk.mp4'), { seconds: 0, width: 64 })).rejects.toMatchObject({
      code: 'unsupported-media',
    })
  })

  it('are not stopped by thousands of complaints', async () => {
    const complain =
      'i=0; while [ $i -lt 20000 ]; do echo "error while decoding" >&2; i=$((i+1)); done'
    const { media } = await openWith(complain, 'head -c 32000 /dev/zero')
    const bytes = await media.audio(at('talk.mp4'), { startSeconds: 0 }).toArray()
    expect(Buffer.concat(bytes.map((chunk: Buffer) => chunk))).toHaveLength(32_000)
  })

  it('that leave half a file and fail leave nothing in the end', async () => {
    const { media, facts } = await openWith(`echo half > ${at('half.mp4')}`, 'exit 1')
    await expect(
      media.playable(at('talk.mp4'), at('half.mp4'), facts, () => undefined),
    ).rejects.toMatchObject({ code: 'unsupported-media' })
    await expect(copyFile(at('half.mp4'), at('copy'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
