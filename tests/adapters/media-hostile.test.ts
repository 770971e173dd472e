import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMediaTool } from '../../src/adapters/media-tool/index.ts'
import { ffmpegNote, hasFfmpeg, makeVideo, runFfmpeg } from '../support/media.ts'
import { listen } from '../support/sound.ts'

const media = createMediaTool({ ffmpegPath: null, ffprobePath: null })

let folder: string
let server: Server
let requests: string[]
let address: string
const at = (file: string) => join(folder, file)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-hostile-'))
  if (!hasFfmpeg) return
  await makeVideo(at('secret.ts'), { seconds: 2 })
  const secret = await readFile(at('secret.ts'))
  requests = []
  server = createServer((request, response) => {
    requests.push(request.url ?? '')
    response.end(secret)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  if (hasFfmpeg) server.close()
  await rm(folder, { recursive: true })
})

/** Files that name another one. */
const lures: Readonly<Record<string, (target: string) => string>> = {
  'an HLS playlist': (target) =>
    `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${target}\n#EXT-X-ENDLIST\n`,
  'an HLS master playlist': (target) => `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${target}\n`,
  'a concat script': (target) => `ffconcat version 1.0\nfile '${target}'\n`,
  'a DASH manifest': (target) =>
    `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S"><Period><AdaptationSet><Representation id="0" bandwidth="1" mimeType="video/mp2t"><BaseURL>${target}</BaseURL></Representation></AdaptationSet></Period></MPD>`,
  'a session description': (target) =>
    `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=control:${target}\n`,
}

describe.skipIf(!hasFfmpeg)(`files that name other files${ffmpegNote}`, () => {
  const kinds = Object.keys(lures)
  const names = ['lure.m3u8', 'lure.mp4']

  it('ffmpeg would read them if it were let (else this shows nothing)', async () => {
    await writeFile(at('lure.m3u8'), lures['an HLS playlist']?.(`${address}/control.ts`) ?? '')
    const withNetwork = ['-protocol_whitelist', 'file,http,tcp', '-i', at('lure.m3u8')]
    await runFfmpeg([...withNetwork, '-c', 'copy', at('control1.ts')])
    expect(requests.splice(0)).toContain('/control.ts')
    await writeFile(at('lure.txt'), lures['a concat script']?.(at('secret.ts')) ?? '')
    await runFfmpeg(['-safe', '0', '-i', at('lure.txt'), '-c', 'copy', at('control2.ts')])
    expect((await media.probe(at('control2.ts'))).video).not.toBeNull()
  })

  it.each(kinds)('%s is refused, and what it names is not read', async (kind) => {
    for (const target of [`${address}/canary.ts`, at('secret.ts')])
      for (const name of names) {
        await writeFile(at(name), lures[kind]?.(target) ?? '')
        await expect(media.probe(at(name)), name).rejects.toMatchObject({
          code: 'unsupported-media',
        })
      }
    expect(requests).toEqual([])
  })

  it('no method reads what a playlist names', async () => {
    const path = at('lure.mp4')
    const facts = await media.probe(at('secret.ts'))
    const sheets = at('sheets')
    await mkdir(sheets)
    const layout = { intervalSeconds: 1, columns: 1, rows: 1, width: 64, height: 48 }
    for (const kind of ['an HLS playlist', 'a concat script'])
      for (const target of [`${address}/canary.ts`, at('secret.ts')]) {
        await writeFile(path, lures[kind]?.(target) ?? '')
        const attempts = [
          listen(media.audio(path, { startSeconds: 0 })),
          media.subtitles(path, 0),
          media.frame(path, { seconds: 0, width: 64 }),
          media.storyboard(path, sheets, layout),
          media.playable(path, at('leak.mp4'), facts, () => undefined),
        ]
        for (const attempt of await Promise.allSettled(attempts))
          expect(attempt).toMatchObject({
            status: 'rejected',
            reason: { code: 'unsupported-media' },
          })
      }
    expect(requests).toEqual([])
    expect(await readdir(sheets)).toEqual([])
    expect(await readdir(folder)).not.toContain('leak.mp4')
  })
})

describe.skipIf(!hasFfmpeg)(`names that mean something to ffmpeg${ffmpegNote}`, () => {
  it.each([
    '-i.mp4',
    'frame%03d.mp4',
    'http:talk.mp4',
    'concat:a|b.mp4',
    "it's; $(x) `y`.mp4",
    'a\nb.mp4',
    '🦜.mp4',
  ])('%j is a file like any other', async (name) => {
    await copyFile(at('secret.ts'), at(name))
    expect((await media.probe(at(name))).video?.codec).toBe('h264')
    expect((await listen(media.audio(at(name), { startSeconds: 0 }))).seconds).toBeGreaterThan(1)
  })
})
