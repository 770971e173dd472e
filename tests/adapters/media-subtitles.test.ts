import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMediaTool } from '../../src/adapters/media-tool/index.ts'
import { ffmpegNote, hasFfmpeg, makeVideo, runFfmpeg } from '../support/media.ts'

const media = createMediaTool({ ffmpegPath: null, ffprobePath: null })

const srt = `1
00:00:00,500 --> 00:00:01,000
{\\an8}<font color="red">Grüße</font> & <i>more</i>

2
00:00:01,000 --> 00:00:01,500
two
lines

`
const ass = `[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,20,&H00FFFFFF,&H0000FFFF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,2,2,2,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:00.50,0:00:01.00,Default,Ada,0,0,0,,{\\pos(10,20)\\i1}Good{\\i0} {\\k20}mor{\\k30}ning,\\Nall
Dialogue: 0,0:00:01.00,0:00:01.50,Default,,0,0,0,,{\\p1}m 0 0 l 100 0 100 100{\\p0}
Comment: 0,0:00:01.00,0:00:01.50,Default,,0,0,0,,not for viewers
`

let folder: string
const at = (file: string) => join(folder, file)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-subtitles-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Without the times, which a container may shift by the length of a packet of sound. */
const words = (webVtt: string) =>
  webVtt
    .split(/\n{2,}/)
    .slice(1)
    .map((cue) => cue.split('\n').slice(1).join('\n').trim())

describe.skipIf(!hasFfmpeg)(`tracks of text${ffmpegNote}`, () => {
  it('are found with their language', async () => {
    await makeVideo(at('many.mkv'), {
      subtitles: [
        { codec: 'subrip', text: srt, language: 'ger' },
        { codec: 'webvtt', text: srt, language: 'jpn', isDefault: true },
        { codec: 'ass', text: ass, language: 'zho' },
        { codec: 'subrip', text: srt, language: 'und' },
        { codec: 'subrip', text: srt },
      ],
    })
    expect((await media.probe(at('many.mkv'))).subtitles).toEqual([
      { index: 2, codec: 'subrip', language: 'de', isDefault: false },
      { index: 3, codec: 'webvtt', language: 'ja', isDefault: true },
      { index: 4, codec: 'ass', language: 'zh', isDefault: false },
      { index: 5, codec: 'subrip', language: null, isDefault: false },
      { index: 6, codec: 'subrip', language: null, isDefault: false },
    ])
  })

  it.each([
    ['subrip', 'mkv', srt, ['Grüße &amp; more', 'two\nlines']],
    ['mov_text', 'mp4', srt, ['Grüße &amp; more', 'two\nlines']],
    ['ass', 'mkv', ass, ['<v Ada>Good morning,\nall']],
  ] as const)('%s in %s is clean', async (codec, extension, text, expected) => {
    const path = at(`${codec}.${extension}`)
    await makeVideo(path, { subtitles: [{ codec, text }] })
    expect(words(await media.subtitles(path, 2))).toEqual(expected)
  })

  it('WebVTT keeps its speakers', async () => {
    const text = 'WEBVTT\n\n00:00.500 --> 00:01.500\n<v Ada>Good &amp; bad\n\n'
    const path = at('voices.webm')
    await makeVideo(path, { output: ['-an'] })
    await writeFile(at('voices.vtt'), text)
    const copied = ['-map', '0', '-map', '1', '-c', 'copy', at('spoken.webm')]
    await runFfmpeg(['-i', path, '-i', at('voices.vtt'), ...copied])
    const { subtitles } = await media.probe(at('spoken.webm'))
    const [track] = subtitles
    expect(track?.codec).toBe('webvtt')
    const webVtt = await media.subtitles(at('spoken.webm'), track?.index ?? NaN)
    expect(words(webVtt)).toEqual(['<v Ada>Good &amp; bad'])
  })

  it('an empty track is an empty text', async () => {
    const late = '1\n00:00:50,000 --> 00:00:51,000\nafter the end\n\n'
    await makeVideo(at('late.mkv'), { subtitles: [{ codec: 'subrip', text: late }] })
    expect(words(await media.subtitles(at('late.mkv'), 2))).toEqual([])
  })
})
