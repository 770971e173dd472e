import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { StageName } from '../../src/domain/stage.ts'
import { backfill } from '../../src/ingest/backfill.ts'
import { recogniseAnew } from '../../src/ingest/recognise-anew.ts'
import { reindex } from '../../src/ingest/reindex.ts'
import { setCaptions } from '../../src/ingest/set-captions.ts'
import { deleteVideo } from '../../src/library/delete-video.ts'
import { testDatabases } from '../support/databases.ts'
import { allDone, nothing, readRows } from '../support/library-rows.ts'
import { said } from '../support/toy-media.ts'
import { openToyLibrary, type ToyLibrary } from '../support/toy-library.ts'
import { until } from '../support/until.ts'

describe.each(testDatabases)(
  'videos that change while they are processed, on $name',
  (database) => {
    describe.skipIf(database.skip)('the pipeline', () => {
      let directory = ''
      let library: ToyLibrary
      let databaseUrl: string | undefined

      const open = (embeddingModel?: string) =>
        openToyLibrary({
          directory,
          ...(databaseUrl && { databaseUrl }),
          ...(embeddingModel && { embeddingModel }),
        })

      beforeAll(async () => {
        directory = await mkdtemp(join(tmpdir(), 'cuepoint-changes-'))
        databaseUrl = await database.freshUrl()
        library = await open()
      })
      afterAll(async () => {
        await library[Symbol.asyncDispose]()
        await rm(directory, { recursive: true, force: true })
      })
      beforeEach(() => {
        library.stages.entered.length = 0
      })

      const rowsOf = (id: string) => readRows(library.app.database, id)
      const chunkIds = async (id: string) =>
        (
          await library.app.database.query<{ id: string }>(
            'select id from chunks where video_id = $1 order by chunk_index',
            [id],
          )
        ).map((row) => row.id)

      async function addReady(...texts: string[]): Promise<string> {
        const id = await library.add(said(...texts))
        await library.untilState(id, 'ready')
        await library.untilIdle()
        return id
      }

      it.each<StageName>(['probe', 'transcribe', 'embed', 'pictures', 'rendition'])(
        'leaves nothing of a video that is deleted during %s, and takes it again afterwards',
        async (stage) => {
          const goOn = library.stages.hold(stage)
          const id = await library.add(said('gone', 'in', stage))
          await until(() => library.stages.count(stage) === 1)
          await deleteVideo(id, library.app)
          await until(async () =>
            [...(await library.app.queue.counts()).values()].every(({ running }) => running === 0),
          )
          goOn()
          await library.untilIdle()
          expect(await rowsOf(id)).toEqual(nothing)
          await until(async () => !(await library.folders()).includes(id))
          const again = await library.add(said('gone', 'in', stage))
          expect(again).not.toBe(id)
          await library.untilState(again, 'ready')
          await library.untilIdle()
          expect(await rowsOf(again)).toMatchObject({ stages: allDone, transcripts: 1 })
        },
      )

      it('deletes videos from all sides without waiting for itself', async () => {
        const ids = await Promise.all(
          Array.from({ length: 12 }, (_, n) => library.add(said(`number ${n}`, 'and so on'))),
        )
        await until(() => library.stages.count('transcribe') > 3)
        await Promise.all(ids.map((id) => deleteVideo(id, library.app)))
        await library.untilIdle()
        for (const id of ids) expect(await rowsOf(id)).toEqual(nothing)
      })

      it('lets a run that has lost its video write nothing any more', async () => {
        const goOn = library.stages.hold('transcribe')
        const id = await library.add(said('first run', 'second run'))
        await until(() => library.stages.count('transcribe') === 1)
        // As a worker does that believes the first one dead.
        await library.app.database.query(
          `update stages set run_token = gen_random_uuid() where video_id = $1 and stage = 'transcribe'`,
          [id],
        )
        goOn()
        await library.untilIdle()
        expect(await rowsOf(id)).toMatchObject({
          segments: [],
          chunks: 0,
          stages: { transcribe: 'running' },
        })
        await backfill('toy-letters', library.app)
        await library.untilState(id, 'ready')
        await library.untilIdle()
        expect(await rowsOf(id)).toMatchObject({
          segments: ['first run', 'second run'],
          transcripts: 1,
        })
      })

      it('sends the jobs again that were lost', async () => {
        const goOn = library.stages.hold('transcribe')
        const id = await library.add(said('from a backup'))
        await until(() => library.stages.count('transcribe') === 1)
        await library.app.queue.cancel(id)
        await library.untilIdle()
        goOn()
        expect((await library.read(id)).status.state).toBe('processing')
        await backfill('toy-letters', library.app)
        await library.untilState(id, 'ready')
        await library.untilIdle()
        expect(await rowsOf(id)).toMatchObject({ stages: allDone, segments: ['from a backup'] })
      })

      it('cuts anew without losing the vectors of what stays the same', async () => {
        const id = await addReady('a whole sentence about the sea', 'another one about the hills')
        const before = await chunkIds(id)
        library.stages.entered.length = 0
        expect(await reindex({ scope: 'chunks', videoIds: [id] }, library.app)).toBe(1)
        await library.untilState(id, 'ready')
        await library.untilIdle()
        expect(await chunkIds(id)).toEqual(before)
        expect(library.stages.count('embed')).toBe(0)
        expect((await rowsOf(id)).stages).toEqual(allDone)
      })

      it('gives chunks the vectors that they lack', async () => {
        const id = await addReady('vectors are lost now and then')
        await library.app.database.query('delete from embeddings')
        await reindex({ scope: 'embeddings', videoIds: [id] }, library.app)
        await library.untilIdle()
        const { chunks, vectors } = await rowsOf(id)
        expect(vectors).toEqual({ 'toy-letters': chunks })
      })

      it('reindexes no video that has no finished transcript', async () => {
        const goOn = library.stages.hold('transcribe')
        const id = await library.add(said('not heard yet'))
        await until(() => library.stages.count('transcribe') === 1)
        expect(await reindex({ scope: 'chunks', videoIds: [id] }, library.app)).toBe(0)
        goOn()
        await library.untilState(id, 'ready')
        await library.untilIdle()
      })

      it('recognises speech in place of captions when it is asked to, and captions in place of speech', async () => {
        const captions = 'WEBVTT\n\n00:00.000 --> 00:04.000\nWritten down\n'
        const id = await library.add(said('spoken words'), { captions })
        await library.untilState(id, 'ready')
        await library.untilIdle()
        await recogniseAnew(id, library.app)
        await library.untilState(id, 'ready')
        await library.untilIdle()
        expect(await rowsOf(id)).toMatchObject({
          segments: ['spoken words'],
          transcripts: 1,
          stages: allDone,
        })
        await setCaptions(id, { bytes: Buffer.from(captions), fileName: 'a.vtt' }, library.app)
        await library.untilState(id, 'ready')
        await library.untilIdle()
        expect(await rowsOf(id)).toMatchObject({
          segments: ['Written down'],
          transcripts: 1,
          stages: allDone,
        })
      })

      it('takes captions in the middle of recognition and still makes pictures and rendition', async () => {
        const letHear = library.stages.hold('transcribe')
        const letSee = library.stages.hold('pictures')
        const id = await library.add(said('half heard', 'never heard'))
        await until(
          () => library.stages.count('transcribe') === 1 && library.stages.count('pictures') === 1,
        )
        const captions = 'WEBVTT\n\n00:00.000 --> 00:04.000\nRead instead\n'
        await setCaptions(id, { bytes: Buffer.from(captions), fileName: 'a.vtt' }, library.app)
        await until(async () => (await rowsOf(id)).segments.includes('Read instead'))
        letHear()
        letSee()
        await library.untilState(id, 'ready')
        await library.untilIdle()
        expect(await rowsOf(id)).toMatchObject({
          segments: ['Read instead'],
          transcripts: 1,
          stages: allDone,
        })
      })

      it('gives every video vectors of another model when that one is chosen', async () => {
        const id = await addReady('the same words in another space')
        await library[Symbol.asyncDispose]()
        library = await open('other-letters')
        expect((await library.read(id)).status.semantic).toBe('pending')
        await until(async () => (await library.read(id)).status.semantic === 'complete')
        await library.untilIdle()
        const { chunks, vectors } = await rowsOf(id)
        expect(vectors['other-letters']).toBe(chunks)
        const [left] = await library.app.database.query<{ count: number }>(
          `select count(*) from videos where embedded_model is distinct from 'other-letters'`,
        )
        expect(left?.count).toBe(0)
      })

      it('goes on after a start where it was stopped', async () => {
        library.stages.hold('transcribe', { passes: 1 })
        const id = await library.add(said('before', 'between', 'after'))
        await until(async () => (await rowsOf(id)).segments.length > 0)
        await library[Symbol.asyncDispose]()
        library = await open('other-letters')
        await library.untilState(id, 'ready')
        await library.untilIdle()
        expect(await rowsOf(id)).toMatchObject({
          segments: ['before', 'between', 'after'],
          stages: allDone,
          transcripts: 1,
        })
        expect(library.stages.count('transcribe')).toBeLessThan(3)
      })
    })
  },
)
