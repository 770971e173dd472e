import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lettersOf } from '../../src/domain/letters.ts'
import { termOf } from '../../src/search/analyze-text.ts'
import { chunkTranscript } from '../../src/domain/chunk-transcript.ts'
import type { Segment } from '../../src/domain/transcript.ts'
import { replaceChunks } from '../../src/search/index-chunks.ts'
import { refreshSearchIndexes } from '../../src/search/refresh-search-indexes.ts'
import { createConceptEmbedder } from '../support/concept-embedder.ts'
import { testDatabases } from '../support/databases.ts'
import {
  createSearchLibrary,
  embedVideo,
  spoken,
  type SearchLibrary,
} from '../support/search-library.ts'

interface ChunkRow {
  readonly id: string
  readonly text: string
  readonly start: number
  readonly language: string | null
}

for (const testDatabase of testDatabases) {
  describe.skipIf(testDatabase.skip !== null)(
    `the index of a video on ${testDatabase.name}`,
    () => {
      const embedder = createConceptEmbedder()
      let library: SearchLibrary
      let videoId = ''
      let transcriptId = ''

      beforeAll(async () => {
        library = await createSearchLibrary(await testDatabase.open())
      })
      afterAll(() => library.database[Symbol.asyncDispose]())
      beforeEach(async () => {
        await library.database.query('delete from videos')
        videoId = await library.add({ title: 'Talk', language: 'en', segments: lines(0, 30) })
        const [row] = await library.database.query<{ id: string }>('select id from transcripts')
        transcriptId = row?.id ?? ''
      })

      const chunks = () =>
        library.database.query<ChunkRow>(
          `select id, text, start_time as start, language from chunks where video_id = $1 order by chunk_index`,
          [videoId],
        )
      const counted = async () => {
        const [row] = await library.database.query<{ chunks: number }>(
          'select chunks from indexed_videos where video_id = $1',
          [videoId],
        )
        return row?.chunks
      }
      const replace = (
        segments: readonly Segment[],
        fromIndex = 0,
        language: string | null = 'en',
      ) =>
        library.database.transaction((tx) =>
          replaceChunks(
            tx,
            { videoId, transcriptId, language, title: 'Talk' },
            chunkTranscript(segments, { targetSeconds: 30 }),
            { fromIndex },
          ),
        )

      it('keeps chunks and vectors that stay the same, and replaces the others', async () => {
        await embedVideo(videoId, embedder, library)
        const before = await chunks()
        const changed = lines(0, 30).map((line, index) =>
          index === 29 ? { ...line, text: 'Another end.' } : line,
        )
        await replace(changed)
        const after = await chunks()
        expect(after.slice(0, -1)).toEqual(before.slice(0, -1))
        expect(after.at(-1)?.id).not.toBe(before.at(-1)?.id)
        expect(await library.vectorStore.count(embedder.space)).toBe(before.length - 1)
        expect((await library.search('another end')).total).toBe(1)
        expect(await counted()).toBe(after.length)
      })

      it('grows at its end without touching what is before', async () => {
        await replace(lines(0, 12))
        const before = await chunks()
        await replace(lines(0, 30), before.length - 1)
        const after = await chunks()
        expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1))
        expect(after.length).toBeGreaterThan(before.length)
        await library.database.query('delete from chunks where video_id = $1', [videoId])
        await replace(lines(0, 30))
        const whole = await chunks()
        expect(after.map(({ text }) => text)).toEqual(whole.map(({ text }) => text))
      })

      it('takes away what is no longer there', async () => {
        await replace(lines(0, 4))
        expect(await chunks()).toHaveLength(1)
        expect(await counted()).toBe(1)
        await replace([])
        expect(await chunks()).toEqual([])
        expect(await counted()).toBe(0)
        expect((await library.search('sentence')).searched).toEqual({ videos: 0, chunks: 0 })
      })

      it('moves chunks whose times alone have changed', async () => {
        const before = await chunks()
        await replace(
          lines(0, 30).map((line) => ({ ...line, start: line.start + 7, end: line.end + 7 })),
        )
        const after = await chunks()
        expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
        expect(after[0]?.start).toBe(7)
        expect((await library.search('sentence0')).moments[0]?.jumpTo).toBe(7)
      })

      it('is analysed anew when the language turns out to be another', async () => {
        const german = spoken('Die Häuser stehen an der Straße und sie sind alt.')
        await replace(german, 0, 'en')
        expect((await library.search('Haus')).total).toBe(0)
        const [before] = await chunks()
        await replace(german, 0, null)
        expect(await chunks()).toEqual([{ ...before, language: 'de' }])
        expect((await library.search('Haus')).total).toBe(1)
      })

      it('goes with its video', async () => {
        await embedVideo(videoId, embedder, library)
        await library.database.query('delete from videos where id = $1', [videoId])
        for (const table of ['chunks', 'embeddings', 'indexed_videos'])
          expect(await library.database.query(`select * from ${table}`)).toEqual([])
        expect((await library.search('sentence')).total).toBe(0)
      })

      it('is made of terms that PostgreSQL leaves in one piece', async () => {
        const hard = [
          '1e5',
          '0x1F',
          'e2e4',
          'v2',
          'www',
          '3d',
          'http',
          'ß',
          '東京',
          'สวัสดี',
          'a'.repeat(90),
        ]
        const digits = Array.from(
          { length: 300 },
          (_, i) => `${i.toString(36)}e${i}x${(i * i).toString(36)}`,
        )
        const terms = [...hard, ...digits].map((word) => termOf(word, 'en'))
        const runs = Array.from({ length: 300 }, (_, i) =>
          lettersOf([(i * 987_654_321).toString(36)]).slice(0, 5),
        )
        expect(
          await library.database.query(
            `select t from unnest($1::text[]) as t where tsvector_to_array(to_tsvector('simple', t)) <> array[t]`,
            [[...terms, ...runs]],
          ),
        ).toEqual([])
      })

      it('has its indexes made once, whoever asks', async () => {
        await Promise.all([1, 2, 3].map(() => refreshSearchIndexes(library.database)))
        const indexes = await library.database.query<{ name: string }>(
          `select indexname as name from pg_indexes where indexname like 'chunks_bm25%' order by 1`,
        )
        expect(indexes.map(({ name }) => name)).toEqual(
          library.database.hasBm25 ? ['chunks_bm25_letters', 'chunks_bm25_terms'] : [],
        )
      })

      it('loses the BM25 indexes where the database has lost the means', async () => {
        await refreshSearchIndexes({ ...library.database, hasBm25: false })
        expect(
          await library.database.query(
            `select 1 from pg_indexes where indexname like 'chunks_bm25%'`,
          ),
        ).toEqual([])
        await refreshSearchIndexes(library.database)
        expect((await library.search('sentence7')).moments[0]?.matched).toContain('keyword')
      })
    },
  )
}

function lines(from: number, to: number): Segment[] {
  return Array.from({ length: to - from }, (_, index) => ({
    start: (from + index) * 5,
    end: (from + index) * 5 + 4.5,
    text: `This is sentence${from + index} of the talk.`,
  }))
}
