import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StageName } from '../../src/domain/stage.ts'
import { testDatabases, testServers } from '../support/databases.ts'
import { openToyLibrary, type ToyLibrary } from '../support/toy-library.ts'
import { said } from '../support/toy-media.ts'
import { until } from '../support/until.ts'

let opened: AsyncDisposableStack
let directory = ''

beforeEach(async () => {
  opened = new AsyncDisposableStack()
  directory = await mkdtemp(join(tmpdir(), 'cuepoint-places-'))
  const made = directory
  opened.defer(() => rm(made, { recursive: true, force: true, maxRetries: 3 }))
})
afterEach(() => opened.disposeAsync())

async function open(
  databaseUrl: string | undefined,
  env: Readonly<Record<string, string>> = {},
): Promise<ToyLibrary> {
  const library = await openToyLibrary({ directory, env, ...(databaseUrl && { databaseUrl }) })
  return opened.use(library)
}

async function isDone(library: ToyLibrary, id: string, stage: StageName): Promise<boolean> {
  const found = await library.app.database.query(
    `select 1 from stages where video_id = $1 and stage = $2 and state = 'done'`,
    [id, stage],
  )
  return found.length > 0
}

const captions = 'WEBVTT\n\n00:01.000 --> 00:03.000\nWritten by a person\n'

describe.each(testDatabases)('the places of one process, on $name', (database) => {
  describe.skipIf(database.skip)('by stage', () => {
    it('keep recognition from holding up anything light', async () => {
      const library = await open(await database.freshUrl())
      const goOn = library.stages.hold('transcribe')
      const heavy = await library.add(said('an hour of speech'))
      await until(() => library.stages.count('transcribe') === 1)
      const later = await library.add(said('looked into meanwhile'))
      for (const stage of ['probe', 'pictures', 'rendition'] as const) {
        await until(
          async () => (await isDone(library, heavy, stage)) && isDone(library, later, stage),
        )
      }
      expect(library.stages.count('transcribe')).toBe(1)
      goOn()
      await library.untilState(later, 'ready')
    })

    it('have as many videos recognised at once as the setting says', async () => {
      const library = await open(await database.freshUrl(), { CUEPOINT_TRANSCRIBE_JOBS: '3' })
      const goOn = library.stages.hold('transcribe')
      const ids = await Promise.all(
        ['one', 'two', 'three', 'four'].map((text) => library.add(said(text))),
      )
      for (const id of ids) await until(() => isDone(library, id, 'probe'))
      await until(() => library.stages.count('transcribe') === 3)
      goOn()
      for (const id of ids) await library.untilState(id, 'ready')
    })
  })
})

describe.each(testServers)('processes that share the stages, on $name', (database) => {
  it.skipIf(database.skip)('each do what the settings leave to them', async () => {
    const url = await database.freshUrl()
    const light = await open(url, { CUEPOINT_TRANSCRIBE_JOBS: '0' })
    const heavy = await open(url, { CUEPOINT_MEDIA_JOBS: '0', CUEPOINT_EMBED_JOBS: '0' })
    const ids = [
      await light.add(said('spoken words')),
      await heavy.add(said('more of them')),
      await light.add(said('not heard'), { captions }),
    ]
    for (const id of ids) await light.untilState(id, 'ready')
    await light.untilIdle()
    expect(new Set(light.stages.entered)).toEqual(
      new Set(['probe', 'pictures', 'rendition', 'embed']),
    )
    expect(new Set(heavy.stages.entered)).toEqual(new Set(['transcribe']))
  })
})
