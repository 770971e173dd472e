import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { formatWebVtt } from '../../src/domain/captions/format-captions.ts'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { videoList } from '../../src/http/schemas/video.ts'
import type { Running } from '../support/command-line.ts'
import { ffmpegNote, hasFfmpeg, makeVideo } from '../support/media.ts'
import { ownWord, seededRandom } from '../support/own-words.ts'
import { startPostgresServer, whyNot } from '../support/postgres-server.ts'
import { openServerMode, type Api, type ServerMode } from '../support/server-mode.ts'

const videos = Number(process.env['CUEPOINT_TEST_VIDEOS'] ?? 200)
const seed = Number(process.env['CUEPOINT_TEST_SEED'] ?? 20_261_126)
const kills = 10
const workers = 4

const reason = whyNot('postgres-18')
const note = reason === null ? '' : ` (skipped: ${reason})`

/** Probe, transcribe, speakers, chunk, embed, pictures, rendition. */
const stagesOfAVideo = 7

/**
 * One API and four workers, real processes of the command line, on one PostgreSQL server. Workers are killed at random
 * moments of the work and started anew, and the API is started anew while videos arrive.
 */
describe.skipIf(!hasFfmpeg || reason !== null)(
  `${videos} videos on many processes, seed ${seed}${ffmpegNote}${note}`,
  () => {
    let opened: AsyncDisposableStack
    let library: ServerMode
    let api: Api
    let clip: Buffer
    const random = seededRandom(seed)
    const running: Running[] = []

    beforeAll(async () => {
      opened = new AsyncDisposableStack()
      const postgres = opened.use(await startPostgresServer('postgres-18'))
      library = opened.use(await openServerMode({ postgres }))
      const path = join(library.cli.folder, 'clip.mp4')
      await makeVideo(path, { seconds: 2 })
      clip = await readFile(path)
      const starting = Array.from({ length: workers }, () => library.startWorker())
      api = await library.startApi()
      running.push(...(await Promise.all(starting)))
    }, 120_000)
    afterAll(() => opened.disposeAsync())

    const row = async (sql: string): Promise<unknown> => (await library.database.query(sql)).rows[0]

    async function stagesDone(): Promise<number> {
      const { done } = z
        .object({ done: z.coerce.number() })
        .parse(await row(`select count(*) as done from stages where state = 'done'`))
      return done
    }

    async function openJobs(): Promise<object[]> {
      const { rows } = await library.database.query<object>(
        `select name from pgboss.job where state <> 'completed'`,
      )
      return rows
    }

    /** The same clip with an atom of its own at the end, which players skip. */
    function clipOf(number: number): Uint8Array<ArrayBuffer> {
      const mark = Buffer.from(String(number).padStart(8, '0'))
      const head = Buffer.alloc(8)
      head.writeUInt32BE(head.length + mark.length)
      head.write('free', 4)
      return new Uint8Array(Buffer.concat([clip, head, mark]))
    }

    /** As a patient client: what was not answered is sent again. */
    async function upload(number: number): Promise<void> {
      const captions = formatWebVtt([{ start: 0.2, end: 1.8, text: sentenceOf(number) }])
      for (;;) {
        const form = new FormData()
        form.set('title', `Video ${number}`)
        form.set('language', 'en')
        form.set('captions', new Blob([captions]), 'said.vtt')
        form.set('file', new Blob([clipOf(number)]), `${number}.mp4`)
        const answer = await fetch(new URL('/videos/upload', api.address), {
          method: 'POST',
          body: form,
        }).catch(() => null)
        await answer?.arrayBuffer().catch(() => null)
        if (answer?.ok) return
        await sleep(200)
      }
    }

    async function uploadAll(): Promise<void> {
      const numbers = Array.from({ length: videos }, (_, number) => number).values()
      const client = async () => {
        for (const number of numbers) await upload(number)
      }
      await Promise.all(Array.from({ length: 4 }, client))
    }

    async function killAndReplace(): Promise<void> {
      const place = Math.floor(random() * running.length)
      running[place]?.signal('SIGKILL')
      await running[place]?.ended
      running[place] = await library.startWorker()
    }

    async function restartApi(): Promise<void> {
      api.process.signal('SIGTERM')
      expect((await api.process.ended).code).toBe(0)
      api = await library.startApi()
    }

    it(
      'are all ready, although workers are killed and the API is started anew meanwhile',
      { timeout: 600_000 },
      async () => {
        // Up to nine tenths of the work, so that the last kill still has something to hit.
        const moments = Array.from({ length: kills }, () =>
          Math.floor(random() * 0.9 * videos * stagesOfAVideo),
        ).sort((a, b) => a - b)
        const uploading = uploadAll()
        const apiMoment = Math.floor(0.1 * videos * stagesOfAVideo)
        let isApiNew = false
        while (moments.length > 0 || !isApiNew) {
          const done = await stagesDone()
          if (!isApiNew && done >= apiMoment) {
            await restartApi()
            isApiNew = true
          }
          if (done >= (moments[0] ?? Infinity)) {
            moments.shift()
            await killAndReplace()
          }
          await sleep(50)
        }
        await uploading
        while ((await stagesDone()) < videos * stagesOfAVideo) {
          const failed = await library.database.query(
            `select video_id, stage, cause from stages where state = 'failed'`,
          )
          expect(failed.rows).toEqual([])
          await sleep(200)
        }
        // A job that was sent twice, by whoever started meanwhile, finds that there is nothing left to do.
        while ((await openJobs()).length > 0) await sleep(200)
        const list = videoList.parse(
          await (await fetch(new URL('/videos?limit=1&status=ready', api.address))).json(),
        )
        expect(list.total).toBe(videos)
      },
    )

    it('each have one complete transcript, with their own words', async () => {
      const { rows } = await library.database.query<{
        title: string
        text: string
        complete: true
      }>(
        `select v.title, t.complete, string_agg(s.text, ' ' order by s.index) as text
           from videos v join transcripts t on t.video_id = v.id left join segments s on s.transcript_id = t.id
          group by v.id, t.id order by v.id`,
      )
      const found = rows.map(({ title, text, complete }) => `${title}: ${text} ${complete}`)
      const expected = Array.from(
        { length: videos },
        (_, number) => `Video ${number}: ${sentenceOf(number)} true`,
      )
      expect(found.sort()).toEqual(expected.sort())
    })

    it('have every chunk once and one vector for each', async () => {
      expect(
        await row(
          `select (select count(*) from chunks)::int as chunks,
                  (select count(distinct video_id) from chunks)::int as videos,
                  (select count(*) from embeddings e join chunks c on c.id = e.chunk_id)::int as vectors,
                  (select count(distinct model_id) from embeddings)::int as models,
                  (select sum(chunks) from indexed_videos)::int as counted`,
        ),
      ).toEqual({ chunks: videos, videos, vectors: videos, models: 1, counted: videos })
    })

    it('leave no job behind, and no file that belongs to nothing', async () => {
      expect(await openJobs()).toEqual([])
      expect((await library.database.query('select folder from stray_folders')).rows).toEqual([])
      const known = await library.database.query<{ key: string }>(
        `select unnest(array[storage_key, captions_key, poster_key]) as key from videos
         union all
         select 'videos/' || v.id || '/storyboard/' || sheet || '.jpg'
           from videos v, generate_series(0, (v.storyboard ->> 'sheets')::int - 1) as sheet`,
      )
      await using storage = await library.openStorage()
      const keys: string[] = []
      for await (const { key } of storage.list('')) keys.push(key)
      expect(keys.sort()).toEqual(known.rows.map(({ key }) => key).sort())
    })

    it('are each found by the word that only they say', async () => {
      for (let number = 0; number < videos; number++) {
        const path = `/search?q=${ownWord(number)}&mode=keyword&limit=1`
        const answer = await fetch(new URL(path, api.address))
        const { results } = searchAnswer.parse(await answer.json())
        expect(results[0]?.video.title, ownWord(number)).toBe(`Video ${number}`)
        expect(results[0]?.snippet).toContain(`<mark>${ownWord(number)}</mark>`)
      }
    })

    it('end with 0 when they are asked to stop', async () => {
      const all = [...running, api.process]
      for (const one of all) one.signal('SIGTERM')
      for (const one of all) expect((await one.ended).code).toBe(0)
    })
  },
)

function sentenceOf(number: number): string {
  return `Here we speak about ${ownWord(number)} and nothing else.`
}
