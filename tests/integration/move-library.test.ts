import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { moveToServer } from '../../src/app/move-to-server.ts'
import { Secret } from '../../src/config/secret.ts'
import { UnsupportedMediaError } from '../../src/domain/errors.ts'
import { addExternal } from '../../src/ingest/add-external.ts'
import { fingerprint, ofThePlace, readLibraryTables } from '../../src/library/library-tables.ts'
import { migrate } from '../../src/library/migrate.ts'
import type { Database } from '../../src/ports/database.ts'
import { searchMoments } from '../../src/search/search-moments.ts'
import { testServers } from '../support/databases.ts'
import { openServerDatabase } from '../support/open-server-database.ts'
import { silentLogger } from '../support/silent-logger.ts'
import { openToyLibrary, type ToyLibrary } from '../support/toy-library.ts'
import { said } from '../support/toy-media.ts'

const questions = ['quinces', 'ripe pears', '"one apple"', 'Geschrieben', 'steam engine', 'nowhere']

/** What stands in the tables that are empty as long as nobody is in the middle of something. */
const underWay = `
  insert into vector_outbox (model_id, chunk_id) select 'another', id from chunks;
  insert into uploads (id, size_bytes, metadata, multipart_id, video_id)
  values ('begun', 12, '{"filename": "ä.mp4"}', 'parts', gen_random_uuid());
  insert into upload_parts values ('begun', 1, 12, '"etag"');
  insert into upload_locks values ('begun', gen_random_uuid(), now())`

/** Made once, and copied for each test. */
let template = ''
let filled: Filled

beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'cuepoint-move-template-'))
  filled = await fill(template)
})
afterAll(() => rm(template, { recursive: true, force: true, maxRetries: 3 }))

describe.each(testServers)('an embedded library that moves to $name', (server) => {
  describe.skipIf(server.skip)('whole', () => {
    let directory = ''
    let url = ''

    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), 'cuepoint-move-'))
      url = (await server.freshUrl()) ?? ''
    })
    afterEach(() => rm(directory, { recursive: true, force: true, maxRetries: 3 }))

    const move = (
      signal = new AbortController().signal,
      onProgress: Parameters<typeof moveToServer>[2]['onProgress'] = () => undefined,
    ) =>
      moveToServer({ dataDirectory: directory }, new Secret(url), {
        logger: silentLogger,
        onProgress,
        signal,
      })

    /** The embedded database has BM25 and so has not every server: without it other words may be found as well. */
    const mode = server.hasBm25 ? 'hybrid' : 'keyword'

    async function answers({ app }: ToyLibrary): Promise<Record<string, string[]>> {
      const found: Record<string, string[]> = {}
      for (const text of questions) {
        const page = { limit: 5, offset: 0, groupByVideo: false }
        const { moments } = await searchMoments({ text, mode, ...page }, app)
        found[text] = moments.map(({ video, jumpTo }) => `${video.title} at ${jumpTo}`).sort()
      }
      return found
    }

    const tablesOf = async (database: Database) => {
      const tables = await readLibraryTables(database)
      return Promise.all(
        tables.map(async (table) => ({ ...table, ...(await fingerprint(database, table)) })),
      )
    }

    it('has the same rows there, gives the same answers, and goes on where it was', async () => {
      await cp(template, directory, { recursive: true })
      const { unfinished, failed } = filled
      const before = await (async () => {
        await using library = await openToyLibrary({ directory, worker: false })
        const statuses = await library.app.database.query(
          'select id, title, status from videos order by id',
        )
        await library.app.database.execute(underWay)
        return {
          answers: await answers(library),
          statuses,
          tables: await tablesOf(library.app.database),
        }
      })()
      expect(before.answers['quinces']?.join()).toContain('Fruit')
      expect(before.answers['steam engine']?.join()).toContain('Elsewhere')

      const moved = await move()
      expect(moved.find(({ table }) => table === 'videos')).toEqual({ table: 'videos', rows: 5 })

      await using database = await openServerDatabase(url)
      expect(await tablesOf(database)).toEqual(before.tables)
      await using library = await openToyLibrary({ directory, databaseUrl: url, worker: false })
      expect(await answers(library)).toEqual(before.answers)
      expect(
        await library.app.database.query('select id, title, status from videos order by id'),
      ).toEqual(before.statuses)
      const indexes = await database.query(
        `select indexname from pg_indexes where indexname like 'embeddings_hnsw%' or indexname like 'chunks_bm25%'`,
      )
      expect(indexes).toHaveLength(server.hasBm25 ? 3 : 1)

      await using working = await openToyLibrary({ directory, databaseUrl: url })
      await working.untilState(unfinished, 'ready')
      expect((await working.read(failed)).status.state).toBe('failed')
      // Triggers are awake again: what is new is counted.
      const [counted] = await database.query<{ same: boolean }>(
        'select (select sum(chunks) from indexed_videos) = (select count(*) from chunks) as same',
      )
      expect(counted?.same).toBe(true)
    })

    it('takes every table that a migration makes, but for what belongs to the place', async () => {
      await using database = await openServerDatabase(url)
      await migrate(database)
      await database.execute('create table added_by_the_next_migration (n int)')
      const rows = await database.query<{ name: string }>(
        `select table_name as name from information_schema.tables
          where table_schema = 'public' and table_type = 'BASE TABLE'`,
      )
      const taken = (await readLibraryTables(database)).map(({ name }) => name)
      expect([...taken, ...ofThePlace].sort()).toEqual(rows.map(({ name }) => name).sort())
    })

    it('is refused by a database that has no video yet, but an upload that was begun', async () => {
      await cp(template, directory, { recursive: true })
      await using database = await openServerDatabase(url)
      await migrate(database)
      await database.execute(underWay)
      await expect(move()).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('has a library already (uploads: 1)') as string,
      })
    })

    it('leaves the server as it was when it is stopped, and can be moved again', async () => {
      await cp(template, directory, { recursive: true })
      const stop = new AbortController()
      const moving = move(stop.signal, ({ table, done }) => {
        if (table === 'segments' && done > 0) stop.abort(new Error('stopped by a person'))
      })
      await expect(moving).rejects.toThrow('stopped by a person')
      await using database = await openServerDatabase(url)
      const rows = (await tablesOf(database)).map((table) => table.rows)
      expect(new Set(rows)).toEqual(new Set([0]))
      await move()
      expect(await database.query('select count(*) as n from videos')).toEqual([{ n: 5 }])
    })

    it('is refused by a database that has a library, and changes nothing there', async () => {
      await cp(template, directory, { recursive: true })
      {
        await using other = await openToyLibrary({
          directory: `${directory}/other`,
          databaseUrl: url,
        })
        const id = await other.add(said('somebody else’s'))
        await other.untilState(id, 'ready')
        await other.untilIdle()
      }
      await using database = await openServerDatabase(url)
      const before = await tablesOf(database)
      await expect(move()).rejects.toMatchObject({
        code: 'conflict',
        message: 'The database has a library already (videos: 1).',
      })
      expect(await tablesOf(database)).toEqual(before)
    })

    it('is taken back when not all of it arrived', async () => {
      await cp(template, directory, { recursive: true })
      await using database = await openServerDatabase(url)
      await migrate(database)
      await database.execute('create rule lossy as on insert to segments do instead nothing')
      await expect(move()).rejects.toMatchObject({
        code: 'move-differs',
        message: expect.stringContaining('The table segments did not arrive') as string,
      })
      expect(await database.query('select count(*) as n from videos')).toEqual([{ n: 0 }])
    })

    it('stays where it is while a process works on it', async () => {
      await using library = await openToyLibrary({ directory, worker: false })
      await expect(move()).rejects.toMatchObject({ code: 'data-directory-in-use' })
      expect(library.app.database.lost.aborted).toBe(false)
    })

    it('has to be there', async () => {
      await expect(move()).rejects.toMatchObject({ code: 'not-found' })
    })
  })
})

/** Ready, by captions and by speech; imported; failed; and one that waits for a worker. Resolves to the last. */
async function fill(directory: string): Promise<Filled> {
  let failed = ''
  {
    await using library = await openToyLibrary({ directory })
    await library.add(said('one apple', 'two ripe pears', 'three plums', 'four quinces'), {
      title: 'Fruit',
    })
    await library.add(said('heard wrongly'), {
      title: 'Captions',
      captions: 'WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ada>Geschrieben von "Hand" \\ & {ä, 漢}\n',
    })
    await library.untilIdle()
    library.stages.breakNext('probe', new UnsupportedMediaError('This is no media file.'))
    failed = await library.add(said('never heard'), { title: 'Broken' })
    await library.untilState(failed, 'failed')
    await addExternal(
      {
        title: 'Elsewhere',
        url: 'https://example.org/steam.mp4',
        duration: 60,
        transcript: { segments: [{ start: 3, end: 9, text: 'A steam engine at work' }] },
      },
      library.app,
    )
    await library.untilIdle()
  }
  await using sleeping = await openToyLibrary({ directory, worker: false })
  return { failed, unfinished: await sleeping.add(said('not yet heard'), { title: 'Later' }) }
}

interface Filled {
  readonly unfinished: string
  readonly failed: string
}
