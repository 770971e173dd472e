import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Segment } from '../../src/domain/transcript.ts'
import { createConceptEmbedder } from '../support/concept-embedder.ts'
import { testDatabases } from '../support/databases.ts'
import { createSearchLibrary, type SearchLibrary } from '../support/search-library.ts'

/** Lines of five seconds each, one after the other: who says it, and what. */
function talk(...lines: readonly (readonly [speaker: string | null, text: string])[]): Segment[] {
  return lines.map(([speaker, text], index) => ({
    start: index * 5,
    end: index * 5 + 4.5,
    text,
    ...(speaker !== null && { speaker }),
  }))
}

for (const testDatabase of testDatabases) {
  describe.skipIf(testDatabase.skip !== null)(`speakers on ${testDatabase.name}`, () => {
    const embedder = createConceptEmbedder()
    let library: SearchLibrary
    let bakery = ''

    beforeAll(async () => {
      library = await createSearchLibrary(await testDatabase.open())
      bakery = await library.add({
        title: 'Bakery',
        language: 'en',
        embedder,
        segments: talk(
          ['Anna Schmidt', 'Good morning to all of you.'],
          ['Anna Schmidt', 'The dough rests over night.'],
          ['Béla Tóth', 'My oven is older than the house.'],
          ['Béla Tóth', 'I clean the oven every Friday.'],
          ['Anna Schmidt', 'Nobody else touches it.'],
        ),
      })
      const voices = await library.add({
        title: 'Interview',
        language: 'en',
        embedder,
        segments: talk(
          ['S1', 'Where did you buy the oven?'],
          ['S2', 'The oven was a present from my father.'],
        ),
      })
      await library.database.query(
        `update speakers set name = 'Anna Schmidt' where video_id = $1 and label = 'S2'`,
        [voices],
      )
      await library.add({
        title: 'Nameless',
        language: 'en',
        embedder,
        segments: talk([null, 'An oven without a speaker.']),
      })
      await library.add({
        title: '面接',
        language: 'ja',
        segments: talk(['山田太郎', 'オーブンは古いです。']),
      })
    })
    afterAll(() => library.database[Symbol.asyncDispose]())

    const found = async (
      text: string,
      options: Parameters<SearchLibrary['search']>[1] = {},
    ): Promise<[string, string | null, number][]> =>
      (await library.search(text, options)).moments.map(({ video, speaker, jumpTo }) => [
        video.title,
        speaker,
        jumpTo,
      ])

    it('finds words only where the speaker who is asked for says them', async () => {
      expect(await found('oven speaker:bela')).toEqual([['Bakery', 'Béla Tóth', 9.75]])
      expect(await found('oven speaker:anna')).toEqual([['Interview', 'Anna Schmidt', 4.75]])
    })

    it('marks no word of anybody else', async () => {
      const { moments } = await library.search('oven touches speaker:schmidt', {
        videoIds: [bakery],
      })
      expect(moments).toHaveLength(1)
      expect(moments[0]?.snippet).toContain('<mark>touches</mark>')
      expect(moments[0]?.snippet).not.toContain('<mark>oven</mark>')
      expect(moments[0]?.jumpTo).toBeCloseTo(19.75)
    })

    it.each(['speaker:ANNA', 'speaker:"anna schmidt"', 'speaker:"Schmidt"', 'Speaker:änna'])(
      'reads %s',
      async (filter) => {
        expect(await found(`dough ${filter}`)).toEqual([['Bakery', 'Anna Schmidt', 4.75]])
      },
    )

    it('takes the parameter as the words of the query, and any of several speakers', async () => {
      expect(await found('oven', { speakers: ['anna', 'tóth'] })).toHaveLength(2)
      expect(await found('oven speaker:bela', { speakers: ['S1'] })).toHaveLength(2)
    })

    it('knows a voice by its label, in its own video only, and as the web app calls it', async () => {
      expect(await found('oven speaker:S1')).toEqual([['Interview', 'S1', 0]])
      expect(await found('oven speaker:"speaker 1"')).toEqual([['Interview', 'S1', 0]])
      expect(await found('oven speaker:S2')).toEqual([['Interview', 'Anna Schmidt', 4.75]])
    })

    it('finds names that have no spaces', async () => {
      expect(await found('オーブン speaker:太郎')).toEqual([['面接', '山田太郎', 0]])
    })

    it('takes a phrase only from the mouth of the speaker', async () => {
      expect(await found('"clean the oven" speaker:bela')).toHaveLength(1)
      expect(await found('"clean the oven" speaker:anna')).toEqual([])
      // Begins with one speaker and ends with the other.
      expect(await found('"over night my oven" speaker:bela')).toEqual([])
    })

    it('finds by meaning where the speaker speaks in the passage', async () => {
      const options = { embedder, mode: 'semantic', videoIds: [bakery] } as const
      for (const name of ['anna', 'bela']) {
        const [moment, ...others] = await found(`loaf speaker:${name}`, options)
        expect(others).toEqual([])
        expect(moment?.[1]?.toLowerCase()).toContain(name === 'bela' ? 'béla' : name)
      }
      expect(await found('loaf speaker:S1', { embedder, mode: 'semantic' })).toEqual([])
    })

    it('names speakers that there are when nobody has that name', async () => {
      const answer = await library.search('oven speaker:hanna', { embedder })
      expect(answer).toMatchObject({ total: 0, moments: [], searched: { videos: 0, chunks: 0 } })
      expect(answer.speakerSuggestions[0]).toBe('Anna Schmidt')
      expect(answer.speakerSuggestions).toContain('Béla Tóth')
    })

    it('suggests nobody when the speaker is known and only the words are not', async () => {
      const answer = await library.search('zeppelin speaker:anna')
      expect(answer).toMatchObject({ total: 0, speakerSuggestions: [] })
      expect(answer.searched).toEqual({ videos: 2, chunks: 2 })
    })

    it('tells who speaks without being asked', async () => {
      const { moments } = await library.search('present father')
      expect(moments[0]).toMatchObject({ speaker: 'Anna Schmidt', speakerLabel: 'S2' })
      const nameless = await library.search('without a speaker oven')
      expect(nameless.moments[0]).toMatchObject({ speaker: null, speakerLabel: null })
    })
  })

  describe.skipIf(testDatabase.skip !== null)(
    `a rare speaker in a large library on ${testDatabase.name}`,
    () => {
      const embedder = createConceptEmbedder()
      let library: SearchLibrary

      beforeAll(async () => {
        library = await createSearchLibrary(await testDatabase.open())
        // 400 chunks about the same, of which the last one is another speaker's.
        for (let video = 0; video < 40; video += 1) {
          const lines = Array.from({ length: 60 }, (_, line) => {
            const isRare = video === 39 && line >= 54
            return [isRare ? 'Rare' : 'Host', `The bread number ${line} is baked.`] as const
          })
          await library.add({
            title: `Day ${video}`,
            language: 'en',
            embedder,
            segments: talk(...lines),
          })
        }
      })
      afterAll(() => library.database[Symbol.asyncDispose]())

      it.each(['keyword', 'semantic', 'hybrid'] as const)(
        'is found among many better hits (%s)',
        async (mode) => {
          const { moments } = await library.search('bread speaker:rare', { mode, embedder })
          expect(moments.length).toBeGreaterThan(0)
          for (const { video, speaker } of moments)
            expect([video.title, speaker]).toEqual(['Day 39', 'Rare'])
        },
      )
    },
  )
}
