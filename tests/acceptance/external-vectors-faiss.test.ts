import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { faissModule, faissNote, openFaissStore, whyNoFaiss } from '../support/faiss.ts'
import { startPostgresServer, whyNot } from '../support/postgres-server.ts'
import { openServerMode } from '../support/server-mode.ts'
import {
  openVectorLibrary,
  served,
  type ServedLibrary,
  type VectorLibrary,
} from '../support/vector-library.ts'

const lines = {
  Bread: 'Sourdough ferments slowly overnight.',
  Bridges: 'Cables carry the whole deck.',
  Whales: 'Humpbacks sing complicated songs.',
}
const settings = { CUEPOINT_VECTOR_STORE: 'faiss', CUEPOINT_FAISS_MODULE: faissModule }

describe.skipIf(whyNoFaiss !== null)(`a library with its vectors in FAISS${faissNote}`, () => {
  let library: VectorLibrary
  let server: ServedLibrary
  let directory: string

  beforeAll(async () => {
    library = await openVectorLibrary(settings)
    directory = join(library.cli.env['CUEPOINT_DATA_DIR'] ?? '', 'faiss')
    server = await library.startServer()
    for (const [title, line] of Object.entries(lines)) await server.add(title, line)
  })
  afterAll(() => library[Symbol.asyncDispose]())

  const untilAllMeant = async () => {
    for (const [title, line] of Object.entries(lines)) await server.untilMeant(line, title)
  }
  const indexFolder = async () => {
    const [folder = ''] = (await readdir(directory)).filter((name) => /^vectors-\w+$/.test(name))
    return join(directory, folder)
  }

  it('is searched by its meaning', async () => {
    await untilAllMeant()
    const { legs } = await server.search('sourdough')
    expect(legs.semantic).toMatchObject({ state: 'ok', coverage: 1 })
    expect(await server.vectors()).toMatchObject({
      state: 'ok',
      details: { store: 'faiss', vectors: 3, embedded: 3, untold: 0 },
    })
  })

  it('has its vectors after a kill, and again where a file of the index is gone', async () => {
    server.process.signal('SIGKILL')
    await server.process.ended
    server = await library.startServer()
    await untilAllMeant()

    server.process.signal('SIGKILL')
    await server.process.ended
    const folder = await indexFolder()
    const [file = ''] = (await readdir(folder)).filter((name) => name.endsWith('.faiss'))
    await rm(join(folder, file))
    server = await library.startServer()
    expect(server.process.said()).toContain('the FAISS index is damaged')
    await untilAllMeant()
    expect(await server.vectors()).toMatchObject({ state: 'ok', details: { vectors: 3 } })
  })

  it('is filled anew by `reindex --vector-store`, which proves the counts', async () => {
    expect(await library.cli.json('reindex', '--vector-store')).toEqual({
      vectors: 3,
      embedded: 3,
      untold: 0,
    })
  })

  it('does without the index while another process has it: commands say so, a server does not start', async () => {
    const space = await server.space()
    await server.stop()
    {
      await using other = openFaissStore(directory)
      const [lost = ''] = (await Array.fromAsync(other.chunkIds(space))).flat()
      await other.delete(space, [lost])

      const { legs, results } = searchAnswer.parse(await library.cli.json('search', 'sourdough'))
      expect(results[0]).toMatchObject({ video: { title: 'Bread' } })
      expect(legs.keyword.state).toBe('ok')
      expect(legs.semantic).toMatchObject({
        state: 'failed',
        reason: expect.stringContaining('in use by another process') as unknown,
      })
      const doctor = await library.cli.run('doctor')
      expect(doctor.code).toBe(1)
      expect(doctor.stdout).toMatch(/✗ vectors .*\n.*in use by another process/)
      const refused = await library.cli.run('serve')
      expect(refused.code).toBe(1)
      expect(refused.stderr).toContain(`The FAISS index in ${directory} is in use`)
      expect(refused.stderr).toContain('choose the vector store pgvector, milvus or pinecone')
    }
    // Nobody serves: the command has the index for itself, and is back in step when it ends.
    expect(await library.cli.json('doctor', '--fix')).toMatchObject({
      repair: { vectors: { extra: 0 } },
    })
    server = await library.startServer()
    await untilAllMeant()
  })

  it('says what to install where faiss-node is not there', async () => {
    await server.stop()
    const nowhere = { CUEPOINT_FAISS_MODULE: join(directory, 'nowhere') }
    const { code, stderr } = await library.cli.start(['serve'], nowhere).ended
    expect(code).toBe(1)
    expect(stderr).toContain('faiss-node cannot be loaded')
    expect(stderr).toContain('npm install faiss-node@0.5.1')
    server = await library.startServer()
  })
})

const whyNoProcesses = whyNoFaiss ?? whyNot('postgres-18')

describe.skipIf(whyNoProcesses !== null)(
  `processes of a library with its vectors in FAISS${whyNoProcesses ? ` (skipped: ${whyNoProcesses})` : ''}`,
  () => {
    it('leave the index to the one that searches, whatever folder a worker is set to', async () => {
      await using postgres = await startPostgresServer('postgres-18')
      await using library = await openServerMode({ postgres, env: settings })
      const api = await library.startApi()
      await library.startWorker()
      const elsewhere = join(library.cli.folder, 'elsewhere')
      await library.startWorker({ CUEPOINT_FAISS_DIR: elsewhere })
      const server = served(api.address, api.process)
      for (const [title, line] of Object.entries(lines)) {
        await server.add(title, line)
        await server.untilMeant(line, title)
      }
      expect(await server.vectors()).toMatchObject({ state: 'ok', details: { vectors: 3 } })
      expect(await readdir(library.cli.folder)).not.toContain('elsewhere')
      const facts = await library.database.query<{ value: string }>(
        `select value from library_facts where name = 'vector_store'`,
      )
      expect(facts.rows[0]?.value).not.toContain('elsewhere')

      const second = await library.cli.start(['serve']).ended
      expect(second.code).toBe(1)
      expect(second.stderr).toContain('is in use by another process')
      // With a data directory of its own it knows of no server, and works beside it.
      const beside = {
        CUEPOINT_DATA_DIR: elsewhere,
        CUEPOINT_FAISS_DIR: faissFolder(library.cli.env),
      }
      const listed = await library.cli.start(['list'], beside).ended
      expect(listed.code, listed.stderr).toBe(0)
      for (const title of Object.keys(lines)) expect(listed.stdout).toContain(title)
    })
  },
)

function faissFolder(env: Readonly<Record<string, string>>): string {
  return join(env['CUEPOINT_DATA_DIR'] ?? '', 'faiss')
}
