import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addExternal } from '../../src/ingest/add-external.ts'
import { deleteVideo } from '../../src/library/delete-video.ts'
import { libraryStats } from '../../src/library/library-stats.ts'
import { listVideos, type ListRequest } from '../../src/library/list-videos.ts'
import { renameVideo } from '../../src/library/rename-video.ts'
import { statusFeed } from '../../src/library/status-feed.ts'
import { noteStrayFolder, sweepStrayFolders } from '../../src/library/stray-folders.ts'
import { testDatabases } from '../support/databases.ts'
import { nothing, readRows } from '../support/library-rows.ts'
import { said } from '../support/toy-media.ts'
import { openToyLibrary, type ToyLibrary } from '../support/toy-library.ts'

describe.each(testDatabases)('a library on $name', (kind) => {
  describe.skipIf(kind.skip)('of three videos', () => {
    let directory = ''
    let library: ToyLibrary
    const ids: Record<string, string> = {}

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'cuepoint-library-'))
      const databaseUrl = await kind.freshUrl()
      library = await openToyLibrary({ directory, ...(databaseUrl && { databaseUrl }) })
      ids['beta'] = await library.add(said('one', 'two', 'three'), { title: 'Beta 100%' })
      ids['alpha'] = await library.add(said('four'), { title: 'alpha' })
      const external = await addExternal(
        { title: 'Gamma_x', transcript: { language: 'de', segments: said('fünf') } },
        library.app,
      )
      ids['gamma'] = external.id
      for (const id of Object.values(ids)) await library.untilState(id, 'ready')
      await library.untilIdle()
    })
    afterAll(async () => {
      await library[Symbol.asyncDispose]()
      await rm(directory, { recursive: true, force: true })
    })

    const list = async (request: Partial<ListRequest>) => {
      const { videos, total } = await listVideos(
        { limit: 10, offset: 0, sort: 'uploaded_at', order: 'desc', ...request },
        library.app,
      )
      return { titles: videos.map(({ title }) => title), total }
    }

    it('lists the newest first, in pages', async () => {
      expect(await list({})).toEqual({ titles: ['Gamma_x', 'alpha', 'Beta 100%'], total: 3 })
      expect(await list({ limit: 1, offset: 1 })).toEqual({ titles: ['alpha'], total: 3 })
      expect(await list({ offset: 5 })).toEqual({ titles: [], total: 3 })
    })

    it.each([
      ['title', 'asc', ['alpha', 'Beta 100%', 'Gamma_x']],
      ['title', 'desc', ['Gamma_x', 'Beta 100%', 'alpha']],
      ['duration', 'desc', ['Beta 100%', 'alpha', 'Gamma_x']],
      ['uploaded_at', 'asc', ['Beta 100%', 'alpha', 'Gamma_x']],
    ] as const)('sorts by %s %s', async (sort, order, titles) => {
      expect(await list({ sort, order })).toEqual({ titles, total: 3 })
    })

    it.each([
      ['ALPHA', ['alpha']],
      ['100%', ['Beta 100%']],
      ['%', ['Beta 100%']],
      ['_', ['Gamma_x']],
      ['clip.toy', ['alpha', 'Beta 100%']],
      ['\\', []],
      [`'; drop table videos; --`, []],
    ])('finds %j in titles and file names, taken literally', async (text, titles) => {
      expect(await list({ text })).toEqual({ titles, total: titles.length })
    })

    it('filters by state', async () => {
      expect((await list({ status: 'ready' })).total).toBe(3)
      expect((await list({ status: 'failed' })).total).toBe(0)
    })

    it('sums itself up', async () => {
      expect(await libraryStats(library.app)).toMatchObject({
        videos: 3,
        inProgress: 0,
        failed: 0,
        samples: 0,
        duration: 15.5 + 5.5 + 4.5,
        languages: [
          { language: 'en', videos: 2 },
          { language: 'de', videos: 1 },
        ],
      })
    })

    it('feeds the state of a video and each of its changes until nobody listens', async () => {
      const listening = new AbortController()
      const titles: string[] = []
      const id = ids['alpha'] ?? ''
      for await (const video of statusFeed(library.app, { videoId: id }, listening.signal)) {
        titles.push(video.title)
        if (titles.length === 1) await renameVideo(id, 'Alpha', library.app)
        else listening.abort()
      }
      expect(titles).toEqual(['alpha', 'Alpha'])
      await renameVideo(id, 'alpha', library.app)
    })

    it('ends the feed of a video that is deleted, or was never there', async () => {
      const { id } = await addExternal(
        { title: 'Short-lived', transcript: { segments: said('gone') } },
        library.app,
      )
      await library.untilIdle()
      const titles: string[] = []
      const { signal } = new AbortController()
      for await (const video of statusFeed(library.app, { videoId: id }, signal)) {
        titles.push(video.title)
        await deleteVideo(id, library.app)
      }
      expect(titles).toEqual(['Short-lived'])
      const again = await Array.fromAsync(statusFeed(library.app, { videoId: id }, signal))
      expect(again).toEqual([])
    })

    it('feeds the videos in work to who listens to all', async () => {
      const listening = new AbortController()
      const states = new Set<string>()
      const goOn = library.stages.hold('probe')
      const id = await library.add(said('watched'), { title: 'Watched' })
      for await (const video of statusFeed(library.app, {}, listening.signal)) {
        if (video.id !== id) continue
        states.add(video.status.state)
        goOn()
        if (video.status.state === 'ready') listening.abort()
      }
      expect(states).toContain('ready')
      expect(states.size).toBeGreaterThan(1)
      await library.untilIdle()
      await deleteVideo(id, library.app)
    })

    it('deletes everything of a video and nothing of the others', async () => {
      const id = await library.add(said('to be deleted'), { title: 'Delta' })
      await library.untilState(id, 'ready')
      await library.untilIdle()
      const before = await readRows(library.app.database, ids['beta'] ?? '')
      await deleteVideo(id, library.app)
      expect(await readRows(library.app.database, id)).toEqual(nothing)
      expect(await readRows(library.app.database, ids['beta'] ?? '')).toEqual(before)
      expect(await library.folders()).not.toContain(id)
      await expect(library.read(id)).rejects.toMatchObject({ code: 'not-found' })
      await expect(deleteVideo(id, library.app)).rejects.toMatchObject({ code: 'not-found' })
    })

    it('deletes a video that lives elsewhere', async () => {
      const { id } = await addExternal(
        { title: 'Elsewhere', transcript: { segments: said('away') } },
        library.app,
      )
      await library.untilIdle()
      await deleteVideo(id, library.app)
      expect(await readRows(library.app.database, id)).toEqual(nothing)
    })

    it('sweeps the folders that belong to no video, once they are old enough', async () => {
      const { database, storage } = library.app
      await noteStrayFolder(database, 'videos/left-behind')
      await storage.write('videos/left-behind/original.mp4', Readable.from(['half']))
      await sweepStrayFolders(3600, { database, storage })
      expect(await storage.stat('videos/left-behind/original.mp4')).not.toBeNull()
      await sweepStrayFolders(0, { database, storage })
      expect(await storage.stat('videos/left-behind/original.mp4')).toBeNull()
      expect(await database.query('select * from stray_folders')).toEqual([])
      for (const name of ['alpha', 'beta']) expect(await library.folders()).toContain(ids[name])
    })
  })
})
