import { chmod, copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { videoList } from '../../src/http/schemas/video.ts'
import { openCommandLine, samplesFolder, type CommandLine } from '../support/command-line.ts'
import { ffmpegNote, hasFfmpeg } from '../support/media.ts'

async function addCopies(cli: CommandLine): Promise<void> {
  await copyFile(join(samplesFolder, 'bread.mp4'), join(cli.folder, 'bread.mp4'))
  await copyFile(join(samplesFolder, 'bread.vtt'), join(cli.folder, 'bread.vtt'))
}

/** An ffprobe that looks at a file for ever. */
async function endlessProgram(cli: CommandLine): Promise<string> {
  const path = join(cli.folder, 'endless')
  await writeFile(
    path,
    '#!/bin/sh\n[ "$1" = -version ] && echo "ffprobe version 7.0" && exit\nexec sleep 600\n',
  )
  await chmod(path, 0o755)
  return path
}

describe.skipIf(!hasFfmpeg || process.platform === 'win32')(
  `a command that is stopped${ffmpegNote}`,
  () => {
    it.each([
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)('by %s gives its work back, and the next one goes on', async (name, exitCode) => {
      await using cli = await openCommandLine()
      await addCopies(cli)
      const adding = cli.start(['add', 'bread.mp4'], { FFPROBE_PATH: await endlessProgram(cli) })
      await adding.says('bread: reading the file')
      adding.signal(name)
      const ended = await adding.ended
      expect([ended.code, ended.stderr]).toEqual([exitCode, expect.stringContaining('Stopped.')])

      const watched = await cli.run('status', '--watch')
      expect(watched.code, watched.stderr).toBe(0)
      const { videos } = videoList.parse(await cli.json('list'))
      expect(videos.map(({ title, status }) => [title, status.status])).toEqual([
        ['bread', 'ready'],
      ])
      expect((await cli.run('search', 'gluten')).code).toBe(0)
    })

    it('by a reader that has read enough is no failure', async () => {
      await using cli = await openCommandLine()
      await addCopies(cli)
      await cli.run('add', 'bread.mp4')
      const line = `'${process.execPath}' '${cli.program}' list --json | head -c 1; echo "$PIPESTATUS"`
      const { stdout, stderr } = await cli.shell(line)
      expect([stdout, stderr]).toEqual(['{0', ''])
    })
  },
)
