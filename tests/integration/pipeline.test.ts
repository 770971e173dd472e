import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CuepointError, MissingPartError, TemporaryError } from '../../src/domain/errors.ts'
import { retryVideo } from '../../src/ingest/retry-video.ts'
import { testDatabases } from '../support/databases.ts'
import { allDone, readRows } from '../support/library-rows.ts'
import { said } from '../support/toy-media.ts'
import { openToyLibrary, type ToyLibrary } from '../support/toy-library.ts'
import { until } from '../support/until.ts'

describe.each(testDatabases)('from a file to a searchable video, on $name', (database) => {
  describe.skipIf(database.skip)('the pipeline', () => {
    let directory = ''
    let library: ToyLibrary

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'cuepoint-pipeline-'))
      const databaseUrl = await database.freshUrl()
      library = await openToyLibrary({ directory, ...(databaseUrl && { databaseUrl }) })
    })
    afterAll(async () => {
      await library[Symbol.asyncDispose]()
      await rm(directory, { recursive: true, force: true })
    })
    beforeEach(() => {
      library.stages.entered.length = 0
    })

    // Back-off and waiting take their time; one kind of database is enough for them.
    const slowly = it.skipIf(database.kind === 'server')
    const rowsOf = (id: string) => readRows(library.app.database, id)

    it('goes through every stage and leaves each result once', async () => {
      const texts = ['one apple', 'two pears', 'three plums', 'four quinces']
      const id = await library.add(said(...texts), { title: 'Fruit' })
      const video = await library.untilState(id, 'ready')
      await library.untilIdle()
      const rows = await rowsOf(id)
      expect(rows).toMatchObject({ stages: allDone, transcripts: 1, segments: texts, jobs: 0 })
      expect(rows.chunks).toBeGreaterThan(0)
      expect(rows.vectors).toEqual({ 'toy-letters': rows.chunks })
      expect(video).toMatchObject({
        title: 'Fruit',
        duration: 20.5,
        language: 'en',
        transcript: { source: 'speech', engine: 'toy', model: 'toy-ears' },
      })
      const { playKey, posterKey, processedAt, status } = await library.read(id)
      expect(status).toMatchObject({ progress: 1, searchableUntil: 20.5, semantic: 'complete' })
      expect(processedAt).toBeInstanceOf(Date)
      for (const key of [playKey, posterKey]) {
        expect(await library.app.storage.stat(key ?? '')).not.toBeNull()
      }
    })

    it('takes captions for the transcript and asks no recogniser', async () => {
      const id = await library.add(said('heard wrongly'), {
        captions: 'WEBVTT\n\n00:01.000 --> 00:03.000\nWritten by a person\n',
      })
      await library.untilState(id, 'ready')
      expect(await rowsOf(id)).toMatchObject({ segments: ['Written by a person'], transcripts: 1 })
      expect(library.stages.count('transcribe')).toBe(0)
      await library.untilIdle()
    })

    it('makes what was said so far searchable while the rest is still being recognised', async () => {
      const goOn = library.stages.hold('transcribe', { passes: 1 })
      const id = await library.add(said('the beginning', 'the middle', 'the end'))
      await until(async () => (await rowsOf(id)).chunks > 0)
      const { status } = await library.read(id)
      expect(status).toMatchObject({
        state: 'processing',
        stage: 'transcribe',
        searchableUntil: 4.5,
      })
      expect(status.progress).toBeCloseTo(4.5 / 15.5, 2)
      goOn()
      await library.untilState(id, 'ready')
      await library.untilIdle()
    })

    it('tries a stage again when the fault looks passing, and goes on where it was', async () => {
      const fault = new TemporaryError('busy', 'The service is busy.')
      library.stages.breakNext('embed', fault)
      const id = await library.add(said('again and again'))
      await until(async () => (await rowsOf(id)).stages['embed'] === 'queued')
      await library.untilState(id, 'ready')
      await library.untilIdle()
      expect(library.stages.count('embed')).toBe(2)
      expect(library.stages.count('transcribe')).toBe(1)
      expect((await rowsOf(id)).stages).toEqual(allDone)
    })

    slowly(
      'fails after four tries, says why, and does only what is missing when it is tried anew',
      async () => {
        const fault = new TemporaryError('busy', 'The service is busy.', { remedy: 'Wait.' })
        library.stages.breakNext('transcribe', fault, fault, fault, fault)
        const id = await library.add(said('at last'))
        const { status } = await library.untilState(id, 'failed')
        expect(status).toMatchObject({
          stage: 'transcribe',
          error: { code: 'busy', message: 'The service is busy.', remedy: 'Wait.' },
        })
        await library.untilIdle()
        expect(library.stages.count('transcribe')).toBe(4)
        expect(library.stages.count('probe')).toBe(1)
        await retryVideo(id, library.app)
        await library.untilState(id, 'ready')
        await library.untilIdle()
        expect(library.stages.count('probe')).toBe(1)
        expect(await rowsOf(id)).toMatchObject({ stages: allDone, segments: ['at last'] })
      },
    )

    it('fails at once when trying again cannot help', async () => {
      library.stages.breakNext('probe', new CuepointError('broken', 'It is broken.'))
      const id = await library.add(said('never heard'))
      const { status } = await library.untilState(id, 'failed')
      expect(status.error).toMatchObject({ code: 'broken' })
      await library.untilIdle()
      expect(library.stages.entered).toEqual(['probe'])
      await retryVideo(id, library.app)
      await library.untilState(id, 'ready')
      await library.untilIdle()
      expect((await rowsOf(id)).stages).toEqual(allDone)
    })

    it('is ready without its pictures when those fail, and says so', async () => {
      library.stages.breakNext('pictures', new CuepointError('no-picture', 'There is no picture.'))
      const id = await library.add(said('only words'))
      await library.untilState(id, 'ready')
      await library.untilIdle()
      expect((await library.read(id)).status.notes).toMatchObject([{ code: 'no-picture' }])
      await retryVideo(id, library.app)
      await library.untilIdle()
      expect((await rowsOf(id)).stages).toEqual(allDone)
      expect((await library.read(id)).status.notes).toEqual([])
    })

    slowly('waits for a model that is missing, says which, and goes on by itself', async () => {
      const missing = new MissingPartError('model-missing', 'A model is missing.', 'Bring it.')
      library.stages.breakNext('transcribe', missing)
      const id = await library.add(said('worth the wait'))
      await until(async () => (await library.read(id)).status.waiting !== null)
      const { status } = await library.read(id)
      expect(status).toMatchObject({
        state: 'processing',
        stage: 'transcribe',
        waiting: { code: 'model-missing', remedy: 'Bring it.' },
      })
      await library.untilState(id, 'ready')
      expect(library.stages.count('transcribe')).toBe(2)
      await library.untilIdle()
    })

    slowly('is ready by its words while the vectors wait for their model', async () => {
      const missing = new MissingPartError('model-missing', 'A model is missing.', 'Bring it.')
      library.stages.breakNext('embed', missing)
      const id = await library.add(said('words first'))
      const { status } = await library.untilState(id, 'ready')
      expect(status.semantic).toBe('pending')
      await until(async () => (await library.read(id)).status.semantic === 'complete')
      await library.untilIdle()
    })

    it('does the work once when jobs are sent twice', async () => {
      const goOn = library.stages.hold('probe')
      const id = await library.add(said('once', 'only'))
      for (let time = 0; time < 3; time++) await library.app.queue.send('probe', id)
      await until(() => library.stages.count('probe') === 1)
      await library.app.queue.send('probe', id)
      goOn()
      await library.untilState(id, 'ready')
      for (const stage of ['probe', 'transcribe', 'chunk', 'embed', 'pictures'] as const) {
        await library.app.queue.send(stage, id)
      }
      await library.untilIdle()
      expect(library.stages.count('probe')).toBe(1)
      expect(await rowsOf(id)).toMatchObject({
        stages: allDone,
        segments: ['once', 'only'],
        transcripts: 1,
      })
    })

    it('recognises the same bytes and does nothing anew', async () => {
      const id = await library.add(said('the very same'))
      await library.untilState(id, 'ready')
      const entered = library.stages.entered.length
      expect(await library.add(said('the very same'), { title: 'Another title' })).toBe(id)
      await library.untilIdle()
      expect(library.stages.entered.length).toBeGreaterThanOrEqual(entered)
      expect(library.stages.count('transcribe')).toBe(1)
      expect(await library.folders()).toHaveLength(
        (await library.app.database.query('select 1 from videos')).length,
      )
    })
  })
})
