import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { agreeOnEmbedder } from '../../src/app/agree-on-embedder.ts'
import { noteEmbeddingModel, readEmbeddingModel } from '../../src/library/embedding-model.ts'
import { migrate } from '../../src/library/migrate.ts'
import type { Database } from '../../src/ports/database.ts'
import type { Logger } from '../../src/ports/logger.ts'
import { testDatabases, testServers } from '../support/databases.ts'
import { silentLogger } from '../support/silent-logger.ts'
import { openToyLibrary } from '../support/toy-library.ts'
import { said } from '../support/toy-media.ts'
import { createToyEmbedder } from '../support/toy-models.ts'
import { ToyStages } from '../support/toy-stages.ts'
import { until } from '../support/until.ts'

describe.each(testDatabases)('the embedding model of a library, on $name', (kind) => {
  describe.skipIf(kind.skip)('as each process has it', () => {
    const agree = async (database: Database, modelId: string | null, embeds = true) => {
      const warnings: string[] = []
      const logger: Logger = { ...silentLogger, warn: (_fields, message) => warnings.push(message) }
      const embedder = modelId === null ? null : createToyEmbedder(new ToyStages(), modelId)
      await agreeOnEmbedder(embedder, { embeds }, { database, logger })
      return warnings
    }

    it('is that of the last one that embeds, and a change is said', async () => {
      await using database = await kind.open()
      await migrate(database)
      expect(await agree(database, 'one')).toEqual([])
      expect(await agree(database, 'one')).toEqual([])
      expect(await agree(database, 'two')).toEqual([
        expect.stringContaining('the embedding model of the library has changed'),
      ])
      expect(await readEmbeddingModel(database)).toBe('two')
    })

    it('is left alone by a process that leaves the embedding to others', async () => {
      await using database = await kind.open()
      await migrate(database)
      await agree(database, 'one')
      expect(await agree(database, null, false)).toEqual([])
      expect(await agree(database, 'two', false)).toEqual([
        'this process has another embedding model than the library',
      ])
      expect(await readEmbeddingModel(database)).toBe('one')
    })
  })
})

// Waiting takes its time: one server is enough for it.
describe.each(testServers.slice(0, 1))('a process with the model of before, on $name', (server) => {
  it.skipIf(server.skip)('waits with its vectors and says why, until both agree', async () => {
    await using opened = new AsyncDisposableStack()
    const directory = await mkdtemp(join(tmpdir(), 'cuepoint-model-'))
    opened.defer(() => rm(directory, { recursive: true, force: true, maxRetries: 3 }))
    const library = opened.use(
      await openToyLibrary({
        directory,
        databaseUrl: await (await server.start()).createDatabase(),
      }),
    )
    await noteEmbeddingModel('another', library.app)
    const id = await library.add(said('words'))
    await until(async () => (await library.read(id)).status.waiting !== null)
    expect((await library.read(id)).status.waiting).toMatchObject({
      code: 'embedding-model-differs',
      message: expect.stringContaining('another') as string,
      remedy: expect.stringContaining('CUEPOINT_EMBED_MODEL') as string,
    })
    expect(library.stages.count('embed')).toBe(0)
    await noteEmbeddingModel('toy-letters', library.app)
    await until(async () => (await library.read(id)).status.semantic === 'complete')
    expect(library.stages.count('embed')).toBeGreaterThan(0)
  })
})
