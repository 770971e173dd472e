import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, video } from '../../src/http/schemas/video.ts'
import { openCommandLine } from '../support/command-line.ts'
import { ownWord } from '../support/own-words.ts'
import { startPostgresServer, whyNot, type PostgresServer } from '../support/postgres-server.ts'
import { asJson } from '../support/test-server.ts'
import { openServerMode, type Api, type ServerMode } from '../support/server-mode.ts'
import { until } from '../support/until.ts'

const servers = (['postgres-18', 'postgres-15'] as const).map((name) => {
  const reason = whyNot(name)
  return { name, skip: reason !== null, title: reason ? `${name} (skipped: ${reason})` : name }
})

describe.each(servers)('processes on $title', ({ name, skip }) => {
  describe.skipIf(skip)('of one library', () => {
    let opened: AsyncDisposableStack
    let postgres: PostgresServer

    beforeAll(async () => {
      opened = new AsyncDisposableStack()
      postgres = opened.use(await startPostgresServer(name))
    })
    afterAll(() => opened.disposeAsync())

    /** A finished transcript, which still has to be chunked and embedded. */
    async function importOne(address: string, number: number): Promise<string> {
      const segments = Array.from({ length: 12 }, (_, index) => ({
        start: index * 20,
        end: index * 20 + 19,
        text: `Part ${index} is about ${ownWord(number)}.`,
      }))
      const body = { title: `Video ${number}`, duration: 240, transcript: { segments } }
      const answer = await fetch(new URL('/videos', address), asJson(body))
      return accepted.parse(await answer.json()).id
    }

    async function isReady(address: string, id: string): Promise<boolean> {
      const answer = await fetch(new URL(`/videos/${id}`, address)).catch(() => null)
      if (!answer?.ok) return false
      const { status } = video.parse(await answer.json())
      expect(status.error).toBeNull()
      return status.status === 'ready' && status.semantic === 'complete'
    }

    async function rows(library: ServerMode, sql: string): Promise<object[]> {
      return (await library.database.query<object>(sql)).rows
    }

    it('start at once on an empty database, and each table, index and queue is made once', async () => {
      await using library = await openServerMode({ postgres })
      const [one, other] = await Promise.all([
        library.startApi(),
        library.startApi(),
        ...Array.from({ length: 3 }, () => library.startWorker()),
      ])
      const twice = await rows(
        library,
        'select version from schema_migrations group by version having count(*) > 1',
      )
      expect(twice).toEqual([])
      await until(async () => {
        const indexes = await rows(
          library,
          `select indexname from pg_indexes where indexname like 'embeddings_hnsw%'`,
        )
        return indexes.length === 1
      })
      const id = await importOne(one.address, 1)
      await until(() => isReady(other.address, id))
    })

    it('are started anew one after the other, and nothing is lost, failed or done twice', async () => {
      await using library = await openServerMode({ postgres })
      const api = await library.startApi()
      const startWorker = () => library.startWorker({ CUEPOINT_LOG_LEVEL: 'info' })
      let workers = [await startWorker(), await startWorker()]
      const started = [...workers]
      const ids: string[] = []
      for (let round = 0; round < 3; round++) {
        for (let number = 0; number < 10; number++) {
          ids.push(await importOne(api.address, round * 10 + number))
        }
        const [oldest, ...others] = workers
        const newest = await startWorker()
        started.push(newest)
        workers = [...others, newest]
        oldest?.signal('SIGTERM')
        expect((await oldest?.ended)?.code).toBe(0)
      }
      for (const id of ids) await until(() => isReady(api.address, id))
      expect(await rows(library, 'select name from pgboss.job where retry_count > 0')).toEqual([])
      const finished = started
        .flatMap((worker) => worker.said().split('\n'))
        .filter((line) => line.includes('stage finished') && line.includes('"embed"'))
      expect(finished).toHaveLength(ids.length)
      const unembedded = `select id from chunks c where not exists (select from embeddings e where e.chunk_id = c.id)`
      expect(await rows(library, unembedded)).toEqual([])
    })

    it('are served without a gap while one serve after the other is started anew', async () => {
      await using library = await openServerMode({ postgres })
      await library.startWorker()
      const ids: string[] = []
      /** Sends a video and reads it back, again and again until it is aborted; nothing may be refused meanwhile. */
      const use = async ({ address }: Api, signal: AbortSignal) => {
        while (!signal.aborted) {
          const id = await importOne(address, ids.length)
          ids.push(id)
          for (const path of [`/videos/${id}`, '/search?q=part', '/ready']) {
            const answer = await fetch(new URL(path, address))
            expect(answer.status, `${path}: ${await answer.text()}`).toBe(200)
          }
          await sleep(50)
        }
      }
      let [oldest, newer] = await Promise.all([library.startApi(), library.startApi()])
      for (let round = 0; round < 2; round++) {
        const ended = new AbortController()
        const using = use(newer, ended.signal)
        const restart = async () => {
          oldest.process.signal('SIGTERM')
          expect((await oldest.process.ended).code).toBe(0)
          const newest = await library.startApi()
          ended.abort()
          return newest
        }
        const [newest] = await Promise.all([restart(), using])
        oldest = newer
        newer = newest
      }
      expect(ids.length).toBeGreaterThan(10)
      for (const id of ids) await until(() => isReady(newer.address, id))
    })

    it('find what was moved there from an embedded library', async () => {
      await using cli = await openCommandLine()
      const said = { segments: [{ start: 3, end: 9, text: 'A steam engine at work' }] }
      await writeFile(join(cli.folder, 'engine.json'), JSON.stringify({ title: 'Engine', ...said }))
      expect(await cli.run('import', 'engine.json')).toMatchObject({ code: 0 })
      const url = await postgres.createDatabase()
      const { code, stdout, stderr } = await cli.run('library', 'move', '--to', url)
      expect([code, stdout], stderr).toEqual([0, 'Moved. Videos: 1, chunks: 1, vectors: 0.'])
      expect(stderr).toContain('From now on set DATABASE_URL')
      expect(stderr).not.toContain(url)
      const again = await cli.run('library', 'move', '--to', url)
      expect([again.code, again.stdout]).toEqual([1, ''])
      expect(again.stderr).toContain('The database has a library already')
      const found = await cli.start(['search', 'steam'], { DATABASE_URL: url }).ended
      expect(found.code, found.stderr).toBe(0)
      expect(found.stdout).toContain('Engine')
    })

    it('go on when the database server was started anew under them', async () => {
      await using library = await openServerMode({ postgres })
      const api = await library.startApi()
      await library.startWorker()
      const before = await importOne(api.address, 1)
      await until(() => isReady(api.address, before))
      await postgres.restart()
      await until(async () => (await fetch(new URL('/ready', api.address))).ok)
      const after = await importOne(api.address, 2)
      await until(() => isReady(api.address, after))
    })
  })
})

describe('moving a library', () => {
  it('needs the address of a server', async () => {
    await using cli = await openCommandLine()
    const { code, stderr } = await cli.run(
      'library',
      'move',
      '--to',
      'mysql://me:secret@db/cuepoint',
    )
    expect(code).toBe(2)
    expect(stderr).toContain('--to: expected postgres://user:password@host:5432/database')
    expect(stderr).not.toContain('secret')
  })

  it('says what to check when nobody answers there', async () => {
    await using cli = await openCommandLine()
    await cli.run('list')
    const nobody = 'postgres://me:secret@127.0.0.1:1/cuepoint'
    const { code, stderr } = await cli.run('library', 'move', '--to', nobody)
    expect(code).toBe(1)
    expect(stderr).toContain('PostgreSQL at 127.0.0.1:1/cuepoint cannot be used')
    expect(stderr).toContain('Check --to and that the server is running.')
    expect(stderr).not.toContain('secret')
  })
})

describe('a worker that is told to leave all work to others', () => {
  it('refuses to start and names the settings', async () => {
    await using cli = await openCommandLine({
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
      CUEPOINT_TRANSCRIBE_JOBS: '0',
      CUEPOINT_MEDIA_JOBS: '0',
      CUEPOINT_EMBED_JOBS: '0',
    })
    const { code, stderr } = await cli.run('worker')
    expect(code).toBe(2)
    expect(stderr).toContain(
      'CUEPOINT_TRANSCRIBE_JOBS, CUEPOINT_MEDIA_JOBS, CUEPOINT_EMBED_JOBS: expected one at least that is not 0',
    )
  })

  it('is told that nobody else is there when the database is embedded', async () => {
    await using cli = await openCommandLine({ CUEPOINT_EMBED_JOBS: '0' })
    const { code, stderr } = await cli.run('list')
    expect(code).toBe(2)
    expect(stderr).toContain('CUEPOINT_EMBED_JOBS: expected 1 or more, since without DATABASE_URL')
  })
})
