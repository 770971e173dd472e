import { describe, expect, it } from 'vitest'
import { openCommandLine } from '../support/command-line.ts'

describe('a wrong command line', () => {
  it('ends with 2 and says what was expected, and what was found', async () => {
    await using cli = await openCommandLine()
    const refusals: [string[], string][] = [
      [['nonsense'], "error: unknown command 'nonsense'"],
      [['add'], "error: missing required argument 'what'"],
      [['add', 'nowhere.mp4'], 'There is no file or folder nowhere.mp4.'],
      [['add', 'samples', '--captions', 'x.srt'], '--title and --captions are for one video'],
      [['search'], "error: missing required argument 'query'"],
      [['search', 'bread', '--limitt', '3'], 'cuepoint search has no option --limitt.'],
      [['search', 'bread', '--limit', '0'], 'It has to be a whole number from 1 to 200.'],
      [['search', 'bread', '--mode', 'magic'], 'Allowed choices are hybrid, keyword, semantic.'],
      [['list', '--vector-store'], "error: option '--vector-store' argument missing"],
      [['export', 'x', '--format', 'pdf'], 'Allowed choices are vtt, srt, txt, json.'],
      [['import', 'nowhere.json'], 'There is no file or folder nowhere.json.'],
      [['--port', 'many', 'list'], '--port: expected a whole number from 0 to 65535, found "many"'],
    ]
    for (const [args, message] of refusals) {
      const { code, stdout, stderr } = await cli.run(...args)
      expect([code, stdout], args.join(' ')).toEqual([2, ''])
      expect(stderr).toContain(message)
    }
  })

  it('says so as JSON where JSON is asked for', async () => {
    await using cli = await openCommandLine()
    const { code, stderr } = await cli.run('add', 'nowhere.mp4', '--json')
    expect(code).toBe(2)
    expect(JSON.parse(stderr)).toEqual({
      error: { code: 'usage', message: 'There is no file or folder nowhere.mp4.' },
    })
  })
})

describe('help', () => {
  const commands =
    'serve worker add import search status list export remove retry reindex models doctor'.split(
      ' ',
    )

  it('names every command, and is given for each with an example or its exit code', async () => {
    await using cli = await openCommandLine()
    const { code, stdout } = await cli.run('--help')
    expect(code).toBe(0)
    for (const command of commands) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'))
      const help = await cli.run(command, '--help')
      expect(help.code).toBe(0)
      expect(help.stdout, command).toMatch(/Example|exit code|Commands:/)
    }
  })

  it('opens no library', async () => {
    await using cli = await openCommandLine({ CUEPOINT_DATA_DIR: '/dev/null/library' })
    expect(await cli.run('--version')).toMatchObject({ code: 0 })
    expect(await cli.run('search', '--help')).toMatchObject({ code: 0 })
  })
})
