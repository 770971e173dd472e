import { paginateListObjectsV2 } from '@aws-sdk/client-s3'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { formatWebVtt } from '../../src/domain/captions/format-captions.ts'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { videoList } from '../../src/http/schemas/video.ts'
import type { Running } from '../support/command-line.ts'
import { ffmpegNote, hasFfmpeg, makeVideo, type MediaOptions } from '../support/media.ts'
import { ownWord, seededRandom } from '../support/own-words.ts'
import { startPostgresServer, whyNot } from '../support/postgres-server.ts'
import { startVersitygw, whyNoS3Server, type S3Server } from '../support/s3-server.ts'
import { openServerMode, type Api, type ServerMode } from '../support/server-mode.ts'
import { toneOf, writeToneModel } from '../support/tone-model.ts'

const videos = Number(process.env['CUEPOINT_TEST_VIDEOS'] ?? 200)
const seed = Number(process.env['CUEPOINT_TEST_SEED'] ?? 20_261_126)
const kills = 10
/** Every so many videos one has no captions, and its speech is recognised. */
const isHeard = (number: number) => number % 25 === 0

const reason = whyNot('postgres-18') ?? whyNoS3Server('versitygw')
const note = reason === null ? '' : ` (skipped: ${reason})`

/** Probe, transcribe, speakers, chunk, embed, pictures, rendition. */
const stagesOfAVideo = 7

/**
 * One API and four workers, real processes, on one PostgreSQL server and one S3 server. Workers are killed at random
 * moments of the work and started anew, and the API answers all the time. Two workers do all that is light, two recognise
 * speech as well.
 */
describe.skipIf(!hasFfmpeg || reason !== null)(
  `${videos} videos on many processes, seed ${seed}${ffmpegNote}${note}`,
  () => {
    let opened: AsyncDisposableStack
    let library: ServerMode
    let s3: S3Server
    let bucket = ''
    let api: Api
    const clips: Record<'silent' | 'heard', Buffer> = {
      silent: Buffer.alloc(0),
      heard: Buffer.alloc(0),
    }
    const random = seededRandom(seed)
    const workers: { process: Running; readonly start: () => Promise<Running> }[] = []

    beforeAll(async () => {
      opened = new AsyncDisposableStack()
      const postgres = opened.use(await startPostgresServer('postgres-18'))
      s3 = opened.use(await startVersitygw())
      bucket = await s3.createBucket()
      library = opened.use(
        await openServerMode({
          postgres,
          env: { CUEPOINT_STORAGE: 's3', CUEPOINT_S3_BUCKET: bucket, ...s3.env },
        }),
      )
      const { folder } = library.cli
      const toneModel = join(folder, 'tones')
      await writeToneModel(toneModel)
      clips.silent = await makeClip(join(folder, 'silent.mp4'), { seconds: 2 })
      clips.heard = await makeClip(join(folder, 'heard.mp4'), {
        seconds: 12,
        tones: [
          { startSeconds: 2, endSeconds: 2.5, hertz: toneOf.hello },
          { startSeconds: 8, endSeconds: 8.5, hertz: toneOf.world },
        ],
      })
      const light = () => library.startWorker({ CUEPOINT_TRANSCRIBE_JOBS: '0' })
      const hearing = () => library.startToneWorker(toneModel)
      const starting = [light, light, hearing, hearing].map(async (start) => {
        workers.push({ process: await start(), start })
      })
      ;[api] = await Promise.all([library.startApi(), ...starting])
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

    /** A client that sends nothing twice: the API is there all the time. */
    async function upload(number: number): Promise<void> {
      const form = new FormData()
      form.set('title', `Video ${number}`)
      form.set('language', 'en')
      if (!isHeard(number)) form.set('captions', new Blob([captionsOf(number)]), 'said.vtt')
      const clip = isHeard(number) ? clips.heard : clips.silent
      form.set('file', new Blob([marked(clip, number)]), `${number}.mp4`)
      const answer = await fetch(new URL('/videos/upload', api.address), {
        method: 'POST',
        body: form,
      })
      expect(answer.status, await answer.text()).toBe(202)
    }

    async function uploadAll(): Promise<void> {
      const numbers = Array.from({ length: videos }, (_, number) => number).values()
      const client = async () => {
        for (const number of numbers) await upload(number)
      }
      await Promise.all(Array.from({ length: 4 }, client))
    }

    async function killAndReplace(): Promise<void> {
      const worker = workers[Math.floor(random() * workers.length)]
      if (!worker) return
      worker.process.signal('SIGKILL')
      await worker.process.ended
      worker.process = await worker.start()
    }

    /** Asks until it is aborted, and resolves to how many answers there were; each has to be a good one. */
    async function keepAsking(signal: AbortSignal): Promise<number> {
      let answers = 0
      while (!signal.aborted) {
        for (const path of ['/health', '/ready', '/videos?limit=5', '/search?q=speak&limit=3']) {
          const answer = await fetch(new URL(path, api.address), {
            signal: AbortSignal.timeout(10_000),
          })
          expect(answer.status, `${path}: ${await answer.text()}`).toBe(200)
          answers++
        }
        await sleep(100)
      }
      return answers
    }

    it(
      'are all ready, although workers are killed, and the API answers meanwhile',
      { timeout: 600_000 },
      async () => {
        // Up to nine tenths of the work, so that the last kill still has something to hit.
        const moments = Array.from({ length: kills }, () =>
          Math.floor(random() * 0.9 * videos * stagesOfAVideo),
        ).sort((a, b) => a - b)
        const ended = new AbortController()
        const asking = keepAsking(ended.signal)
        const uploading = uploadAll()
        const work = async () => {
          for (const moment of moments) {
            while ((await stagesDone()) < moment) await sleep(50)
            await killAndReplace()
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
          ended.abort()
        }
        const [answers] = await Promise.all([asking, uploading, work()])
        expect(answers).toBeGreaterThan(100)
        const list = videoList.parse(
          await (await fetch(new URL('/videos?limit=1&status=ready', api.address))).json(),
        )
        expect(list.total).toBe(videos)
      },
    )

    it('each have one complete transcript, with their own words', async () => {
      const { rows } = await library.database.query<{
        title: string
        source: string
        text: string
        complete: boolean
      }>(
        `select v.title, t.source, t.complete, string_agg(s.text, ' ' order by s.index) as text
           from videos v join transcripts t on t.video_id = v.id left join segments s on s.transcript_id = t.id
          group by v.id, t.id order by v.id`,
      )
      const found = rows.map((row) => `${row.title}, ${row.source}: ${row.text} ${row.complete}`)
      const expected = Array.from({ length: videos }, (_, number) =>
        isHeard(number)
          ? `Video ${number}, speech: hello world true`
          : `Video ${number}, captions: ${sentenceOf(number)} true`,
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
        `select key from videos, unnest(array[storage_key, captions_key, poster_key]) as key where key is not null
         union all
         select 'videos/' || v.id || '/storyboard/' || sheet || '.jpg'
           from videos v, generate_series(0, (v.storyboard ->> 'sheets')::int - 1) as sheet`,
      )
      const keys: string[] = []
      for await (const page of paginateListObjectsV2({ client: s3.client }, { Bucket: bucket }))
        keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key))
      expect(keys.sort()).toEqual(known.rows.map(({ key }) => key).sort())
    })

    it('are each found by the word that only they say', async () => {
      for (let number = 0; number < videos; number++) {
        if (isHeard(number)) continue
        const path = `/search?q=${ownWord(number)}&mode=keyword&limit=1`
        const answer = await fetch(new URL(path, api.address))
        const { results } = searchAnswer.parse(await answer.json())
        expect(results[0]?.video.title, ownWord(number)).toBe(`Video ${number}`)
        expect(results[0]?.snippet).toContain(`<mark>${ownWord(number)}</mark>`)
      }
    })

    it('end with 0 when they are asked to stop', async () => {
      const all = [...workers.map(({ process }) => process), api.process]
      for (const one of all) one.signal('SIGTERM')
      for (const one of all) expect((await one.ended).code).toBe(0)
    })
  },
)

async function makeClip(path: string, options: MediaOptions): Promise<Buffer> {
  await makeVideo(path, options)
  return readFile(path)
}

/** The same clip with an atom of its own at the end, which players skip. */
function marked(clip: Buffer, number: number): Uint8Array<ArrayBuffer> {
  const mark = Buffer.from(String(number).padStart(8, '0'))
  const head = Buffer.alloc(8)
  head.writeUInt32BE(head.length + mark.length)
  head.write('free', 4)
  return new Uint8Array(Buffer.concat([clip, head, mark]))
}

function captionsOf(number: number): string {
  return formatWebVtt([{ start: 0.2, end: 1.8, text: sentenceOf(number) }])
}

function sentenceOf(number: number): string {
  return `Here we speak about ${ownWord(number)} and nothing else.`
}
