import { execa } from 'execa'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crashClip } from '../support/crash-clips.ts'
import { allDone, readRows } from '../support/library-rows.ts'
import { openToyLibrary } from '../support/toy-library.ts'

/** A moment to kill at: what the program has just said. Every stage is among them, its beginning and its end. */
const moments = [
  'adding',
  'in probe',
  'after probe',
  'in transcribe',
  'after transcribe',
  'in embed',
  'after chunk',
  'in pictures',
  'after embed',
  'in rendition',
  'after pictures',
  'open',
]
const rounds = Number(process.env['CUEPOINT_TEST_CRASH_ROUNDS'] ?? moments.length)
const script = join(import.meta.dirname, '../support/crash-library.ts')

describe('a library whose process is killed', () => {
  let directory = ''

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cuepoint-crash-'))
  })
  afterAll(() => rm(directory, { recursive: true, force: true }))

  /** Runs the library until it has said `moment` a few times, and kills it shortly after. True if it was killed. */
  async function runAndKill(clips: number, moment: string | null): Promise<boolean> {
    const run = execa(process.execPath, [script, directory, String(clips)], {
      reject: false,
      buffer: false,
      stderr: 'inherit',
    })
    // Not at the same point in every round, but at the same ones in every run of the test.
    let left = 1 + (clips % 3)
    for await (const line of run) {
      if (line !== moment || --left > 0) continue
      await sleep((clips * 7) % 30)
      run.kill('SIGKILL')
    }
    return (await run).signal === 'SIGKILL'
  }

  it(
    `loses and doubles nothing in ${rounds} rounds`,
    { timeout: 60_000 + rounds * 30_000 },
    async () => {
      let killed = 0
      for (let round = 0; round < rounds; round++) {
        const moment = moments[round % moments.length] ?? null
        if (await runAndKill(round + 1, moment)) killed += 1
      }
      expect(killed).toBeGreaterThan(rounds / 2)
      expect(await runAndKill(rounds, null)).toBe(false)

      await using library = await openToyLibrary({ directory, worker: false })
      const { database } = library.app
      const videos = await database.query<{ id: string }>('select id from videos order by id')
      expect(videos).toHaveLength(rounds)
      const heard: string[] = []
      for (const { id } of videos) {
        const rows = await readRows(database, id)
        expect(rows).toMatchObject({ stages: allDone, transcripts: 1, jobs: 0 })
        expect(rows.chunks).toBeGreaterThan(1)
        expect(rows.vectors).toEqual({ 'toy-letters': rows.chunks })
        expect((await library.read(id)).status).toMatchObject({
          state: 'ready',
          semantic: 'complete',
        })
        heard.push(rows.segments.join('\n'))
      }
      const said = Array.from({ length: rounds }, (_, clip) =>
        crashClip(clip).map(({ text }) => text),
      )
      expect(heard.sort()).toEqual(said.map((texts) => texts.join('\n')).sort())
      expect(await database.query('select * from stray_folders')).toEqual([])
      expect((await library.folders()).sort()).toEqual(videos.map(({ id }) => id))
      for (const { id } of videos) {
        expect((await readdir(join(directory, 'files/videos', id))).sort()).toEqual([
          'original.toy',
          'playable.mp4',
          'poster.jpg',
          'storyboard',
        ])
      }
    },
  )
})
