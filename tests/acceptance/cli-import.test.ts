import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { transcript, videoList } from '../../src/http/schemas/video.ts'
import { openCommandLine, type CommandLine } from '../support/command-line.ts'

describe('cuepoint import', () => {
  let cli: CommandLine
  const write = (name: string, content: unknown) =>
    writeFile(
      join(cli.folder, name),
      typeof content === 'string' ? content : JSON.stringify(content),
    )

  beforeAll(async () => {
    cli = await openCommandLine()
    await mkdir(join(cli.folder, 'transcripts/2024'), { recursive: true })
  })
  afterAll(() => cli[Symbol.asyncDispose]())

  it('makes a transcript of Whisper a video that is found by the second', async () => {
    await write('rye_bread.json', {
      text: ' Rye needs sourdough. Wheat does not.',
      segments: [
        { id: 0, start: 0, end: 2.4, text: ' Rye needs sourdough.' },
        { id: 1, start: 61.5, end: 64, text: ' Wheat does not.' },
      ],
      language: 'en',
    })
    const { code, stdout, stderr } = await cli.run(
      'import',
      'rye_bread.json',
      '--url',
      'https://example.org/rye',
    )
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^imported {2}[-0-9a-f]{36} {2}rye bread$/)
    const [best] = searchAnswer.parse(await cli.json('search', 'wheat')).results
    expect(best).toMatchObject({
      video: { title: 'rye bread', language: 'en', duration: 64 },
      jump_to: 61.5,
    })
    const { videos } = videoList.parse(await cli.json('list'))
    expect(videos).toMatchObject([
      { origin: 'external', url: 'https://example.org/rye', status: { status: 'ready' } },
    ])
  })

  it('knows a transcript that is there already', async () => {
    const again = await cli.json('import', 'rye_bread.json', '--url', 'https://example.org/rye')
    expect(again).toMatchObject({ imported: [{ title: 'rye bread', existing: true }] })
    const other = await cli.json('import', 'rye_bread.json', '--title', 'Another')
    expect(other).toMatchObject({ imported: [{ title: 'Another', existing: false }] })
  })

  it('takes a folder with everything below it', async () => {
    await write('transcripts/a.json', [{ start: 0, end: 1, text: 'Alpha particles' }])
    await write('transcripts/2024/b.json', [
      { start: '00:00:01,500', duration: 2, text: 'Beta decay' },
    ])
    await write('transcripts/notes.txt', 'no transcript')
    const answer = await cli.json('import', 'transcripts', '--language', 'en')
    expect(answer).toMatchObject({
      imported: [
        { source: 'transcripts/2024/b.json', title: 'b' },
        { source: 'transcripts/a.json', title: 'a' },
      ],
      refused: [],
    })
  })

  it('imports nothing when one of the files cannot be read, and names it with what was found', async () => {
    await write('good.json', [{ start: 0, end: 1, text: 'Quokka' }])
    await write('bad.json', {
      segments: [
        { start: 0, end: 1, text: 'x' },
        { start: 'soon', text: 'y' },
      ],
    })
    const { code, stdout, stderr } = await cli.run('import', 'good.json', 'bad.json')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('not imported  bad.json: [1].start: expected a time in seconds')
    expect(stderr).toContain('found "soon"')
    expect((await cli.run('search', 'quokka')).code).toBe(4)
    const answer = await cli.json('import', 'good.json', 'bad.json')
    expect(answer).toMatchObject({
      imported: [],
      refused: [{ source: 'bad.json', error: { code: 'invalid-transcript' } }],
    })
  })

  it('imports the others when it is told to', async () => {
    const { code, stdout } = await cli.run('import', 'good.json', 'bad.json', '--skip-unreadable')
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^imported {2}.* {2}good$/)])
    expect((await cli.run('search', 'quokka')).code).toBe(0)
  })

  it('refuses a title for several files, and a language that is none', async () => {
    expect(await cli.run('import', 'good.json', 'rye_bread.json', '--title', 'x')).toMatchObject({
      code: 2,
      stderr: '--title and --url are for one file, and there are 2.',
    })
    expect(await cli.run('import', 'good.json', '--language', 'gibberish!')).toMatchObject({
      code: 2,
    })
  })

  it('takes what export writes', async () => {
    const segments = [
      {
        start: 1,
        end: 2,
        text: 'Hello there',
        speaker: 'Ann',
        words: [
          { start: 1, end: 1.5, text: 'Hello' },
          { start: 1.5, end: 2, text: 'there' },
        ],
      },
    ]
    await write('first.json', { language: 'en', segments })
    const first = await cli.run('import', 'first.json')
    const id = /[-0-9a-f]{36}/.exec(first.stdout)?.[0] ?? ''
    await cli.run('export', id, '--format', 'json', '--output', 'exported.json')
    const second = await cli.run('import', 'exported.json')
    const copy = transcript.parse(
      await cli.json('export', /[-0-9a-f]{36}/.exec(second.stdout)?.[0] ?? ''),
    )
    expect(copy).toMatchObject({ language: 'en', source: 'import', segments })
  })
})
