import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCommandLine, type CommandLine, type Running } from '../support/command-line.ts'
import { asJson } from '../support/test-server.ts'

describe('a process whose embedded database fails for good', () => {
  it('ends by itself as a server, with an exit code and with what to do', async () => {
    await using cli = await openCommandLine({ CUEPOINT_WORKER: 'false' })
    const server = cli.start(['serve'])
    await server.says('Ctrl-C stops it.')
    await breakDatabase(cli)
    // All goes well until the log of the database needs its next file, of 16 MB.
    let status = 202
    while (status === 202) status = await addLongTalk(server)
    await expectGivenUp(server)
  })

  it('ends by itself as a worker, in the middle of its work', async () => {
    await using cli = await openCommandLine({ CUEPOINT_WORKER: 'false' })
    const server = cli.start(['serve'])
    await server.says('Ctrl-C stops it.')
    for (let talk = 0; talk < 3; talk++) expect(await addLongTalk(server)).toBe(202)
    server.signal('SIGTERM')
    await server.ended
    const worker = cli.start(['worker'])
    await worker.says('Working on the queue.')
    await breakDatabase(cli)
    await expectGivenUp(worker)
  })
})

/** Takes the folder away that it writes its log into, as a disk that goes would. */
function breakDatabase(cli: CommandLine): Promise<void> {
  const directory = join(cli.env['CUEPOINT_DATA_DIR'] ?? '', 'database/cluster/pg_wal')
  return rm(directory, { recursive: true })
}

async function expectGivenUp(process: Running): Promise<void> {
  const { code, stderr } = await process.ended
  expect(code, stderr).toBe(1)
  expect(stderr).toMatch(/^The embedded database has stopped: .*pg_wal.*\n.*start Cuepoint again/m)
  expect(stderr).not.toContain('Please report this')
}

/** The status of the answer; 0 when there is none. Some 5 MB that differ from each other. */
async function addLongTalk(server: Running): Promise<number> {
  const segments = Array.from({ length: 20_000 }, (_, n) => ({
    start: n,
    end: n + 1,
    text: `${n} `.repeat(50),
  }))
  const address = /http:\/\/127\.0\.0\.1:\d+/.exec(server.said())?.[0] ?? ''
  const talk = asJson({ title: 'A long talk', transcript: { segments } })
  return fetch(new URL('/videos', address), talk).then(
    ({ status }) => status,
    () => 0,
  )
}
