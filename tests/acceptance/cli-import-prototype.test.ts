import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { transcript } from '../../src/http/schemas/video.ts'
import { openCommandLine, type CommandLine } from '../support/command-line.ts'
import { faissNote, loadFaissNode, whyNoFaiss } from '../support/faiss.ts'

/** A folder as the prototype left it: an index, a table by position, one JSON transcript for some of the videos. */
describe.skipIf(whyNoFaiss !== null)(`cuepoint import of a prototype${faissNote}`, () => {
  let cli: CommandLine
  const write = (name: string, content: unknown) =>
    writeFile(join(cli.folder, name), JSON.stringify(content))

  beforeAll(async () => {
    cli = await openCommandLine()
    await mkdir(join(cli.folder, 'prototype/transcripts'), { recursive: true })
    const { IndexFlatIP } = loadFaissNode()
    const index = new IndexFlatIP(8)
    index.add(new Array<number>(3 * 8).fill(0.5))
    index.write(join(cli.folder, 'prototype/index.faiss'))
    await write('prototype/metadata.json', [
      { video: 'talks/rye_bread.mp4', start: 0, end: 64, text: 'Rye needs sourdough and time.' },
      { video: 'talks/volcanoes.mp4', start: 0, end: 30, text: 'Volcanoes of Iceland.' },
      { video: 'talks/volcanoes.mp4', start: 30, end: 61, text: 'Lava flows slowly there.' },
    ])
    await write('prototype/transcripts/rye_bread.json', {
      language: 'en',
      segments: [
        { start: 0, end: 2.4, text: 'Rye needs sourdough' },
        { start: 61.5, end: 64, text: 'and time.' },
      ],
    })
  })
  afterAll(() => cli[Symbol.asyncDispose]())

  it('has every video once, with its own transcript where there is one, and says what is left behind', async () => {
    const { code, stdout, stderr } = await cli.run('import', 'prototype', '--language', 'en')
    expect(code, stderr).toBe(0)
    expect(stdout.match(/^imported .*$/gm)).toEqual([
      expect.stringMatching(/rye bread$/),
      expect.stringMatching(/volcanoes$/),
    ])
    expect(stderr).toContain(
      'not taken over  prototype/index.faiss: 3 vectors of 8 dimensions; texts are embedded anew',
    )
    const [lava] = searchAnswer.parse(await cli.json('search', 'lava')).results
    expect(lava).toMatchObject({ video: { title: 'volcanoes' }, jump_to: 30 })
    const [time] = searchAnswer.parse(await cli.json('search', 'time')).results
    const rye = transcript.parse(await cli.json('export', time?.video.id ?? ''))
    expect(rye.segments).toHaveLength(2)
  })

  it('is known when it is imported again', async () => {
    expect(await cli.json('import', 'prototype', '--language', 'en')).toMatchObject({
      imported: [
        { source: 'prototype/transcripts/rye_bread.json', existing: true },
        { source: 'prototype/metadata.json: talks/volcanoes.mp4', existing: true },
      ],
      indexes: [{ source: 'prototype/index.faiss', vectors: 3, dimensions: 8 }],
      refused: [],
    })
  })

  it('is imported whole or not at all', async () => {
    await mkdir(join(cli.folder, 'broken'))
    await writeFile(join(cli.folder, 'broken/old.index'), 'no index')
    const good = { video: 'a.mp4', start: 0, end: 1, text: 'Quokka' }
    await write('broken/id_map.json', { 0: good, 1: { ...good, video: 'b.mp4', start: 'soon' } })
    const { code, stdout, stderr } = await cli.run('import', 'broken')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('not imported  broken/id_map.json: b.mp4: [0].start: expected a time')
    expect((await cli.run('search', 'quokka')).code).toBe(4)
    await write('broken/id_map.json', { 0: good, 1: { start: 0, text: 'whose?' } })
    const nameless = await cli.run('import', 'broken')
    expect(nameless.code).not.toBe(0)
    expect(nameless.stderr).toContain('broken/id_map.json: [1]: expected the video that it is of')
  })
})
