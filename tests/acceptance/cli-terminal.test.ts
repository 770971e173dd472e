import { spawnSync } from 'node:child_process'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { videoList } from '../../src/http/schemas/video.ts'
import { openCommandLine, samplesFolder, type CommandLine } from '../support/command-line.ts'
import { ffmpegNote, hasFfmpeg } from '../support/media.ts'
import { openTerminal } from '../support/terminal.ts'

// The one of util-linux: on other systems it has other options.
const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0
const note = hasScript ? ffmpegNote : ' (skipped: install script, of util-linux)'

describe.skipIf(!hasFfmpeg || !hasScript)(`the command line in a terminal${note}`, () => {
  let cli: CommandLine
  let id = ''

  beforeAll(async () => {
    cli = await openCommandLine()
    await copyFile(join(samplesFolder, 'bread.mp4'), join(cli.folder, 'bread.mp4'))
    await copyFile(join(samplesFolder, 'bread.vtt'), join(cli.folder, 'bread.vtt'))
  })
  afterAll(() => cli[Symbol.asyncDispose]())

  it('shows progress as bars', async () => {
    await using terminal = openTerminal(cli, ['add', 'bread.mp4'])
    expect(await terminal.ended).toBe(0)
    expect(terminal.seen()).toMatch(/[█░]{24}/)
    expect(terminal.seen()).toMatch(/bread: .*ready/)
    id = videoList.parse(await cli.json('list')).videos[0]?.id ?? ''
  })

  it('marks the words that were found', async () => {
    await using terminal = openTerminal(cli, ['search', 'gluten'])
    expect(await terminal.ended).toBe(0)
    expect(terminal.seen()).toContain('\u001b[1m\u001b[33mgluten')
  })

  it.each([
    ['no is answered', 'n\r', 0],
    ['nothing is answered', '\u0004', 0],
    ['Ctrl-C is pressed', '\u0003', 130],
  ])('asks before it removes, and removes nothing when %s', async (_, keys, exitCode) => {
    await using terminal = openTerminal(cli, ['remove', id])
    await terminal.shows('[y/N]')
    terminal.type(keys)
    expect(await terminal.ended).toBe(exitCode)
    expect(await cli.json('status', id)).toMatchObject({ id })
  })

  it('removes when yes is answered', async () => {
    await using terminal = openTerminal(cli, ['remove', id])
    await terminal.shows('[y/N]')
    terminal.type('y\r')
    expect(await terminal.ended).toBe(0)
    expect(await cli.run('status', id)).toMatchObject({ code: 3 })
  })
})
