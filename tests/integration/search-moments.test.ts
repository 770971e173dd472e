import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Segment } from '../../src/domain/transcript.ts'
import type { Moment } from '../../src/search/search-answer.ts'
import { testDatabases } from '../support/databases.ts'
import { createSearchLibrary, type SearchLibrary } from '../support/search-library.ts'

/** Sixty sentences of three seconds without meaning; some say something. */
function talk(said: Readonly<Record<number, string>>): Segment[] {
  return Array.from({ length: 60 }, (_, line) => ({
    start: line * 3,
    end: line * 3 + 2.8,
    text: said[line] ?? `Filler number ${line} goes on.`,
  }))
}

for (const testDatabase of testDatabases) {
  describe.skipIf(testDatabase.skip !== null)(`one short video on ${testDatabase.name}`, () => {
    it('is found by its words and by no others', async () => {
      await using database = await testDatabase.open()
      const library = await createSearchLibrary(database)
      const segments = [{ start: 0, end: 5, text: 'Paris is a cultural exception.' }]
      await library.add({ title: 'The office', language: 'en', segments })
      // As maintenance does, after which a table so small is read without its index.
      await database.query('vacuum analyze chunks')
      for (const absent of ['zzyzx', 'banana', 'browser', 'work hard'])
        expect(await library.search(absent)).toMatchObject({ total: 0, moments: [] })
      expect(await library.search('cultural')).toMatchObject({ total: 1 })
    })
  })

  describe.skipIf(testDatabase.skip !== null)(`moments on ${testDatabase.name}`, () => {
    let library: SearchLibrary
    const ids: string[] = []

    beforeAll(async () => {
      library = await createSearchLibrary(await testDatabase.open())
      for (let number = 0; number < 30; number += 1) {
        const said = { 3: `The harvest of ${number} was good.`, 20: 'Nobody sold the harvest.' }
        ids.push(
          await library.add({ title: `Farm ${number}`, language: 'en', segments: talk(said) }),
        )
      }
    })
    afterAll(() => library.database[Symbol.asyncDispose]())

    it('gives pages that fit together', async () => {
      const all = await library.search('harvest', { limit: 100 })
      expect(all.total).toBe(60)
      expect(all.moments).toHaveLength(60)
      const pages: Moment[] = []
      for (let offset = 0; offset < 60; offset += 7)
        pages.push(...(await library.search('harvest', { limit: 7, offset })).moments)
      expect(pages).toEqual(all.moments)
      expect((await library.search('harvest', { limit: 7, offset: 60 })).moments).toEqual([])
    })

    it('says of nothing found how many videos may still say it', async () => {
      const insert = (title: string, language: string | null, status: string) =>
        library.database.query<{ id: string }>(
          `insert into videos (id, title, origin, language, status)
           values (gen_random_uuid(), $1, 'upload', $2, $3) returning id`,
          [title, language, status],
        )
      const [german] = await insert('Im Gange', 'de-AT', 'processing')
      await insert('Not listened to yet', null, 'queued')
      await insert('Broken', 'de', 'failed')
      const open = async (text: string, options = {}) =>
        (await library.search(text, options)).unfinishedVideos
      expect(await open('zzyzx')).toBe(2)
      expect(await open('zzyzx', { languages: ['de'] })).toBe(2)
      expect(await open('zzyzx', { languages: ['en'] })).toBe(1)
      expect(await open('zzyzx', { videoIds: [german?.id ?? ''] })).toBe(1)
      expect(await open('zzyzx', { videoIds: [ids[0] ?? ''] })).toBe(0)
      expect(await open('harvest')).toBe(0)
    })

    it('gives scores from 1 down', async () => {
      const { moments } = await library.search('nobody sold harvest', { limit: 100 })
      const scores = moments.map(({ score }) => score)
      expect(scores[0]).toBeCloseTo(1)
      expect(scores).toEqual(scores.toSorted((a, b) => b - a))
      expect(Math.min(...scores)).toBeGreaterThan(0)
    })

    it('groups by video', async () => {
      const { groups, moments, total } = await library.search('harvest', {
        limit: 5,
        groupByVideo: true,
      })
      expect(moments).toEqual([])
      expect(total).toBe(30)
      expect(groups).toHaveLength(5)
      for (const group of groups ?? []) {
        expect(group.total).toBe(2)
        expect(group.moments.map(({ video }) => video)).toEqual([group.video, group.video])
      }
      const next = await library.search('harvest', { limit: 5, offset: 5, groupByVideo: true })
      const titles = [...(groups ?? []), ...(next.groups ?? [])].map(({ video }) => video.title)
      expect(new Set(titles).size).toBe(10)
    })

    it('finds what a narrow filter lets through, however far down it is', async () => {
      for (const id of [ids[0] ?? '', ids[29] ?? '']) {
        const { moments } = await library.search('harvest', { videoIds: [id], limit: 1 })
        expect(moments[0]?.video.id).toBe(id)
      }
    })

    it('shows what is said in the seconds that two chunks share once', async () => {
      const [{ start, end } = { start: 0, end: 0 }] = await library.database.query<{
        start: number
        end: number
      }>(
        `select b.start_time as start, a.end_time as end from chunks a join chunks b on b.video_id = a.video_id
        where a.video_id = $1 and a.chunk_index = 0 and b.chunk_index = 1`,
        [ids[0]],
      )
      expect(end - start).toBeGreaterThan(1)
      const shared = Math.round(start / 3)
      await library.add({
        title: 'Shared',
        language: 'en',
        segments: talk({ [shared]: 'A comet appeared.' }),
      })
      const { moments } = await library.search('comet')
      expect(moments).toHaveLength(1)
      expect(moments[0]?.jumpTo).toBeGreaterThanOrEqual(shared * 3 - 0.3)
      expect(moments[0]?.jumpTo).toBeLessThanOrEqual(shared * 3)
    })

    it('keeps two mentions in neighbouring chunks apart', async () => {
      await library.add({
        title: 'Twice',
        language: 'en',
        segments: talk({ 1: 'A meteor appeared.', 13: 'Then the second meteor fell.' }),
      })
      const { moments } = await library.search('meteor')
      const inOrder = moments.toSorted((a, b) => a.start - b.start)
      expect(inOrder.map(({ jumpTo }) => Math.round(jumpTo / 3))).toEqual([1, 13])
      expect(inOrder[0]?.end).toBeLessThanOrEqual(inOrder[1]?.start ?? 0)
      for (const { start, end, jumpTo } of moments) {
        expect(jumpTo).toBeGreaterThanOrEqual(start)
        expect(jumpTo).toBeLessThan(end)
      }
    })

    it('jumps to the word itself where words have times, and knows who says it', async () => {
      const words = 'we found a nebula there'
        .split(' ')
        .map((text, index) => ({ text, start: 100 + index, end: 100.8 + index }))
      await library.add({
        title: 'Interview',
        language: 'en',
        segments: [
          { start: 90, end: 95, text: 'Hello and welcome.', speaker: 'Ada' },
          { start: 100, end: 105, text: 'we found a nebula there', speaker: 'Grace', words },
        ],
      })
      const { moments } = await library.search('nebula')
      expect(moments[0]).toMatchObject({ jumpTo: 102.75, speaker: 'Grace' })
      expect((await library.search('welcome hello')).moments[0]).toMatchObject({ speaker: 'Ada' })
    })

    it('shows the best spot of a long text in about three lines', async () => {
      await library.add({
        title: 'Long',
        language: 'en',
        segments: talk({
          0: 'An asteroid is mentioned here.',
          4: 'The asteroid hit the old lighthouse.',
        }),
      })
      const { moments } = await library.search('asteroid lighthouse')
      const text = moments[0]?.snippet.replaceAll(/<[^>]*>/g, '') ?? ''
      expect(text.length).toBeLessThan(260)
      expect(text).toContain('The asteroid hit the old lighthouse.')
    })

    it('says which videos have a picture', async () => {
      await library.database.query(
        `update videos set storage_key = 'k', media = '{"video": {"index": 0}}', url = null where id = $1`,
        [ids[1]],
      )
      const { moments } = await library.search('harvest', {
        videoIds: [ids[0] ?? '', ids[1] ?? ''],
      })
      const pictures = new Map(moments.map(({ video }) => [video.id, video.hasPicture]))
      expect(pictures.get(ids[0] ?? '')).toBe(false)
      expect(pictures.get(ids[1] ?? '')).toBe(true)
    })
  })
}
