import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { system } from '../../src/http/schemas/system.ts'
import { transcript, video, videoList } from '../../src/http/schemas/video.ts'
import { openCommandLine, samplesFolder, type CommandLine } from '../support/command-line.ts'
import { ffmpegNote, hasFfmpeg } from '../support/media.ts'

describe.skipIf(!hasFfmpeg)(`the command line without a server${ffmpegNote}`, () => {
  let cli: CommandLine
  let bread = ''
  let tides = ''

  beforeAll(async () => {
    cli = await openCommandLine()
    await mkdir(join(cli.folder, 'talks/deep'), { recursive: true })
    await copyFile(join(samplesFolder, 'bread.mp4'), join(cli.folder, 'talks/bread.mp4'))
    await copyFile(join(samplesFolder, 'bread.vtt'), join(cli.folder, 'talks/bread.en.vtt'))
    await copyFile(join(samplesFolder, 'tides.mp4'), join(cli.folder, 'talks/deep/tides.mp4'))
    await copyFile(join(samplesFolder, 'tides.vtt'), join(cli.folder, 'talks/deep/tides.vtt'))
  })
  afterAll(() => cli[Symbol.asyncDispose]())

  it('adds a folder with its captions and stays until it is searchable', async () => {
    const { code, stdout, stderr } = await cli.run('add', 'talks')
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(
      /^added {2}[-0-9a-f]{36} {2}talks\/bread\.mp4\nadded {2}[-0-9a-f]{36} {2}talks\/deep\/tides\.mp4$/,
    )
    expect(stderr).toContain('No server is running')
    expect(stderr).toContain('bread: ready')
    expect(stderr).not.toContain('"level"')
    const ids = Array.from(stdout.matchAll(/[-0-9a-f]{36}/g), ([id]) => id)
    bread = ids[0] ?? ''
    tides = ids[1] ?? ''
  })

  it('finds the second at which something is said', async () => {
    const answer = searchAnswer.parse(await cli.json('search', 'gluten', 'balloon'))
    const [best] = answer.results
    expect(best?.video.id).toBe(bread)
    const captions = await readFile(join(samplesFolder, 'bread.vtt'), 'utf8')
    const [, time] = /(\d\d:\d\d\.\d{3}) --> .*\nKneading/.exec(captions) ?? []
    const [minutes = 0, seconds = 0] = (time ?? '').split(':').map(Number)
    // A breath before the word, so that its beginning is heard.
    const early = minutes * 60 + seconds - (best?.jump_to ?? 0)
    expect(early).toBeGreaterThanOrEqual(0)
    expect(early).toBeLessThan(0.5)
  })

  it('shows the moments to a person, without colours where no terminal is', async () => {
    const { code, stdout } = await cli.run('search', 'wild yeast')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ +0:0\d {2}bread\n/)
    expect(stdout).not.toContain('\u001b')
    expect(stdout).not.toContain('<mark>')
  })

  it('takes phrases, words to leave out, filters and pages', async () => {
    const search = async (...args: string[]) =>
      searchAnswer.parse(await cli.json('search', ...args))
    expect((await search('"spring tides"')).results.map((moment) => moment.video.id)).toEqual([
      tides,
    ])
    expect(
      (await search('water', '-yeast', '-history')).results.every(
        (moment) => moment.video.id === tides,
      ),
    ).toBe(true)
    expect(
      (await search('water', '--video', bread)).results.every(
        (moment) => moment.video.id === bread,
      ),
    ).toBe(true)
    expect((await search('water', '--language', 'de')).results).toEqual([])
    const [first, second] = (await search('water', '--limit', '2')).results
    expect((await search('water', '--limit', '1', '--offset', '1')).results[0]?.jump_to).toBe(
      second?.jump_to,
    )
    expect(first).toBeDefined()
  })

  it('says that nothing was found by its exit code as well', async () => {
    const { code, stdout, stderr } = await cli.run('search', 'xylophone')
    expect([code, stdout]).toEqual([4, ''])
    expect(stderr).toContain('Nothing was found.')
  })

  it('adds the same bytes only once', async () => {
    const added = await cli.json('add', 'talks/bread.mp4')
    expect(added).toMatchObject({
      added: [{ id: bread, existing: true, status: { status: 'ready' } }],
      refused: [],
    })
  })

  it('adds a file with title, language and captions of another name', async () => {
    await copyFile(join(samplesFolder, 'wald.mp4'), join(cli.folder, 'w.mp4'))
    await copyFile(join(samplesFolder, 'wald.vtt'), join(cli.folder, 'text.vtt'))
    const answer = await cli.json(
      'add',
      'w.mp4',
      '--title',
      'Im Wald',
      '--language',
      'de',
      '--captions',
      'text.vtt',
    )
    expect(answer).toMatchObject({
      added: [{ source: 'w.mp4', existing: false, status: { status: 'ready' } }],
    })
    const { videos } = videoList.parse(await cli.json('list', '--text', 'im wald'))
    expect(videos).toMatchObject([
      { title: 'Im Wald', language: 'de', status: { status: 'ready' } },
    ])
  })

  it('refuses what is no video with its reason, and adds the others', async () => {
    await writeFile(join(cli.folder, 'empty.mp4'), '')
    await writeFile(join(cli.folder, 'broken.srt'), 'no times at all')
    await copyFile(join(samplesFolder, 'puncture.mp4'), join(cli.folder, 'puncture.mp4'))
    await copyFile(join(samplesFolder, 'puncture.vtt'), join(cli.folder, 'puncture.vtt'))
    const { code, stdout, stderr } = await cli.run('add', 'empty.mp4', 'puncture.mp4')
    expect(code).toBe(1)
    expect(stdout).toMatch(/added .* puncture\.mp4/)
    expect(stderr).toContain('not added  empty.mp4: “empty.mp4” is empty (0 bytes).')
    const captions = await cli.run('add', 'w.mp4', '--captions', 'broken.srt')
    expect(captions.code).toBe(1)
    expect(captions.stderr).toContain(
      'found text without any times, beginning with “no times at all”',
    )
  })

  it('lists and shows how videos stand', async () => {
    const { stdout } = await cli.run('list')
    expect(stdout.split('\n')).toHaveLength(4)
    expect(stdout).toContain(`${bread}      0:59  bread  (ready)`)
    expect((await cli.run('list', '--status', 'failed')).stderr).toBe('No video fits.')
    expect((await cli.run('status')).stdout).toMatch(/^4 videos, \d:\d\d; 0 in progress, 0 failed$/)
    const one = video.parse(await cli.json('status', bread))
    expect(one).toMatchObject({ id: bread, transcript: { source: 'captions', engine: 'webvtt' } })
  })

  it('exports a transcript as captions, text and JSON, to a file as well', async () => {
    const vtt = await cli.run('export', bread)
    expect(vtt.stdout).toMatch(
      /^WEBVTT\n\n00:00:01\.000 --> 00:00:0\d\.\d{3}\nToday I want to show you how bread rises/,
    )
    expect((await cli.run('export', bread, '--format', 'txt')).stdout).toMatch(
      /^\[0:01\] Today I want/,
    )
    await cli.run('export', bread, '--format', 'srt', '--output', 'bread.srt')
    expect(await readFile(join(cli.folder, 'bread.srt'), 'utf8')).toMatch(/^1\n00:00:01,000 --> /)
    const { segments } = transcript.parse(await cli.json('export', bread))
    expect(segments).toHaveLength(10)
    const nowhere = await cli.run('export', bread, '--output', 'no/such/folder.vtt')
    expect([nowhere.code, nowhere.stderr]).toEqual([
      1,
      'no/such/folder.vtt cannot be read or written: there is no such file or folder.',
    ])
  })

  it('indexes anew, and goes on with a video that is ready', async () => {
    expect((await cli.run('reindex', bread)).stdout).toBe('indexing 1 video')
    expect(await cli.json('reindex')).toEqual({ videos: 4 })
    const retried = await cli.run('retry', bread)
    expect([retried.code, retried.stdout]).toEqual([0, expect.stringContaining('(ready)')])
  })

  it('says why a video failed, and what to do', async () => {
    await writeFile(join(cli.folder, 'text.mp4'), 'This is no video. '.repeat(100))
    const { code, stderr } = await cli.run('add', 'text.mp4')
    expect(code).toBe(1)
    expect(stderr).toContain('text: failed: Expected a video or sound file')
    const { videos } = videoList.parse(await cli.json('list', '--status', 'failed'))
    expect(videos).toHaveLength(1)
    const status = await cli.run('status', videos[0]?.id ?? '')
    expect([status.code, status.stdout]).toEqual([
      1,
      expect.stringContaining('failed: Expected a video'),
    ])
  })

  it('removes what it is sure to be asked for', async () => {
    const asked = await cli.run('remove', tides)
    expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining('Add --yes.')])
    const removed = await cli.run('remove', tides, '--yes')
    expect([removed.code, removed.stdout]).toEqual([0, `removed ${tides}  tides`])
    expect((await cli.run('search', '"spring tides"')).code).toBe(4)
  })

  it.each([['status'], ['export'], ['retry'], ['remove', '--yes'], ['reindex']])(
    '%s knows no video of another name or id',
    async (command, ...options) => {
      const unknown = '01a20000-0000-7000-8000-000000000000'
      expect(await cli.run(command, 'bread', ...options)).toMatchObject({
        code: 3,
        stderr: 'There is no video bread.',
      })
      expect(await cli.run(command, unknown, ...options)).toMatchObject({
        code: 3,
        stderr: `There is no video ${unknown}.`,
      })
    },
  )

  it('checks every part', async () => {
    const { code, stdout } = await cli.run('doctor')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Cuepoint \d+\.\d+\.\d+, embedded mode, Node \d+/)
    expect(stdout).toContain('✓ database')
    expect(stdout).toContain('- recogniser')
    expect(system.parse(await cli.json('doctor')).mode).toBe('embedded')
  })

  it('lists models and says where they are', async () => {
    const rows = z.object({ models: z.array(z.object({ key: z.string(), state: z.string() })) })
    const { models } = rows.parse(await cli.json('models'))
    expect(models).toContainEqual(expect.objectContaining({ key: 'whisper-base', state: 'absent' }))
    expect((await cli.run('models', 'path')).stdout).toBe(
      join(cli.env['HOME'] ?? '', '.cache/huggingface/hub'),
    )
    expect(await cli.run('models', 'path', 'whisper-base')).toMatchObject({ code: 3 })
    expect(await cli.run('models', 'pull', 'whisper-huge')).toMatchObject({ code: 3 })
  })
})
