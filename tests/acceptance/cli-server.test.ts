import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  openCommandLine,
  samplesFolder,
  type CommandLine,
  type Running,
} from '../support/command-line.ts'
import { ffmpegNote, hasFfmpeg } from '../support/media.ts'

describe.skipIf(!hasFfmpeg)(`the command line beside a running server${ffmpegNote}`, () => {
  let cli: CommandLine
  let server: Running
  let address = ''

  async function startServer(): Promise<void> {
    server = cli.start(['serve'])
    await server.says('Ctrl-C stops it.')
    address = /http:\/\/127\.0\.0\.1:\d+/.exec(server.said())?.[0] ?? ''
  }

  beforeAll(async () => {
    cli = await openCommandLine()
    await copyFile(join(samplesFolder, 'bread.mp4'), join(cli.folder, 'bread.mp4'))
    await copyFile(join(samplesFolder, 'bread.vtt'), join(cli.folder, 'bread.vtt'))
    await startServer()
  })
  afterAll(() => cli[Symbol.asyncDispose]())

  it('finds an empty library that says what to do', () => {
    expect(server.said()).toContain('npx cuepoint add samples')
  })

  it('returns at once and lets the server work; status stays until it is done', async () => {
    const { code, stderr } = await cli.run('add', 'bread.mp4')
    expect(code, stderr).toBe(0)
    expect(stderr).not.toContain('No server is running')
    const watched = await cli.run('status', '--watch')
    expect(watched.code, watched.stderr).toBe(0)
    expect((await cli.run('status')).stdout).toMatch(/^1 videos?, 0:59; 0 in progress, 0 failed$/)
  })

  it('stays with --wait', async () => {
    const { code, stderr } = await cli.run('add', 'bread.mp4', '--wait')
    expect(code).toBe(0)
    expect(stderr).toContain('bread: ready')
  })

  it('shows the address of each moment', async () => {
    const { stdout } = await cli.run('search', 'gluten')
    expect(stdout).toMatch(new RegExp(`${address}/videos/[-0-9a-f]{36}\\?t=`))
  })

  it('does not start a second server on the same library', async () => {
    const second = await cli.run('serve')
    expect(second).toMatchObject({ code: 1, stdout: '' })
    expect(second.stderr).toContain('A server runs on')
    expect(second.stderr).toContain(address)
  })

  it('says of nothing found that a video is still being worked on', async () => {
    await using busy = await openCommandLine({ CUEPOINT_WORKER: 'false' })
    await copyFile(join(samplesFolder, 'bread.mp4'), join(busy.folder, 'bread.mp4'))
    const serving = busy.start(['serve'])
    await serving.says('Ctrl-C stops it.')
    expect(await busy.run('add', 'bread.mp4')).toMatchObject({ code: 0 })
    expect(await busy.run('search', 'gluten')).toMatchObject({
      code: 4,
      stderr: 'Nothing was found.\nA video is still being worked on: cuepoint status',
    })
  })

  it('opens the library itself once the server is stopped, or was killed', async () => {
    server.signal('SIGTERM')
    expect((await server.ended).code).toBe(0)
    expect(await cli.run('search', 'gluten')).toMatchObject({ code: 0 })
    await startServer()
    server.signal('SIGKILL')
    await server.ended
    expect(
      await readFile(join(cli.env['CUEPOINT_DATA_DIR'] ?? '', 'server.json'), 'utf8'),
    ).toContain(address)
    expect(await cli.run('search', 'gluten')).toMatchObject({ code: 0 })
  })
})
