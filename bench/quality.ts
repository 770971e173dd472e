import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { openDatabase } from '../src/adapters/database/index.ts'
import { createLocalEmbedder } from '../src/adapters/embedder/local.ts'
import { createPgvectorStore } from '../src/adapters/vector-store/pgvector.ts'
import { chunkTranscript } from '../src/domain/chunk-transcript.ts'
import { overlapSeconds, type TimeRange } from '../src/domain/time-range.ts'
import type { Segment } from '../src/domain/transcript.ts'
import { migrate } from '../src/library/migrate.ts'
import { embeddingModel } from '../src/models/model-table.ts'
import type { Embedder } from '../src/ports/embedder.ts'
import { analyzeQuery } from '../src/search/analyze-query.ts'
import { askLegs } from '../src/search/ask-legs.ts'
import { readCandidates, readOwnWords, type Candidate } from '../src/search/candidates.ts'
import { collapse } from '../src/search/collapse.ts'
import { fuse, type LegFindings, type ScoredCandidate } from '../src/search/fuse.ts'
import { replaceChunks } from '../src/search/index-chunks.ts'
import { parseQuery } from '../src/search/parse-query.ts'
import { refreshSearchIndexes } from '../src/search/refresh-search-indexes.ts'
import { searchMoments } from '../src/search/search-moments.ts'
import { readSearchedLibrary } from '../src/search/searched-library.ts'
import { sharedFolder } from './support/meetings.ts'

/**
 * How well the search finds what was said: the questions of QMSum over all of its meetings at once.
 *   node bench/quality.ts [--model all-MiniLM-L6-v2] [--seconds 30] [--overlap 4] [--limit MEETINGS] [--fusions]
 * A meeting's turns get times at 2.5 words a second. A moment is right when it is in the question's meeting and shares time
 * with a passage that answers it. `--fusions` compares ways to bring the legs together. Models lie in CUEPOINT_MODELS_DIR, else beside the questions.
 */
const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'all-MiniLM-L6-v2' },
    seconds: { type: 'string', default: '30' },
    overlap: { type: 'string' },
    limit: { type: 'string' },
    fusions: { type: 'boolean', default: false },
  },
})

const meetingSchema = z.object({
  meeting_transcripts: z.array(z.object({ speaker: z.string(), content: z.string() })),
  specific_query_list: z.array(
    z.object({
      query: z.string(),
      relevant_text_span: z.array(z.tuple([z.coerce.number(), z.coerce.number()])),
    }),
  ),
})
type Meeting = z.infer<typeof meetingSchema>

interface Question {
  readonly text: string
  readonly videoId: string
  /** Where it is answered. */
  readonly answers: readonly TimeRange[]
}

type Found = TimeRange & { readonly videoId: string }

const wordsPerSecond = 2.5
const all = ['keyword', 'semantic', 'letters'] as const
/** Keyword, letters, semantic. */
const weightings = [
  [0.5, 0, 0.5],
  [0.7, 0, 0.3],
  [0.55, 0.45, 0],
  [0.4, 0.3, 0.3],
  [0.35, 0.25, 0.4],
  [0.25, 0.25, 0.5],
] as const
const nothing = () => undefined
const logger = { debug: nothing, info: nothing, warn: console.error, error: console.error }

await using database = await openDatabase({ kind: 'embedded', directory: null }, logger)
await migrate(database)
await refreshSearchIndexes(database)
await using vectorStore = createPgvectorStore({ database })
await using embedder = openEmbedder(values.model)
await vectorStore.prepare(embedder.space)
const meetings = await readMeetings()
const questions: Question[] = []
for (const [number, meeting] of meetings.entries())
  questions.push(...(await load(`Meeting ${number + 1}`, meeting)))
await database.execute('analyze')
const deps = { database, embedder, vectorStore, logger }
const judging = { vouching: all, noiseCosine: embedder.noiseCosine }

console.log(`${meetings.length} meetings, ${questions.length} questions, ${values.model}`)
for (const mode of ['keyword', 'semantic', 'hybrid'] as const) {
  await evaluate(mode, async (text) => {
    const request = { text, mode, limit: 10, offset: 0, groupByVideo: false }
    const { moments } = await searchMoments(request, deps)
    return moments.map(({ video, start, end }) => ({ videoId: video.id, start, end }))
  })
}
if (values.fusions) {
  const gathered = new Map<string, Gathered>()
  for (const { text } of questions) gathered.set(text, await gather(text))
  const rankBy = (order: (found: Gathered) => readonly ScoredCandidate[]) => (text: string) => {
    const found = gathered.get(text)
    return Promise.resolve(found ? firstPage(order(found), found.ownWords) : [])
  }
  await evaluate('rank fusion, k 60', rankBy(byRanks))
  for (const [keyword, letters, semantic] of weightings) {
    const weights = { keyword, letters, semantic }
    const order = ({ candidates, findings }: Gathered) =>
      fuse(candidates, findings, judging, weights)
    await evaluate(`weights ${keyword} ${letters} ${semantic}`, rankBy(order))
  }
}

async function evaluate(name: string, search: (text: string) => Promise<Found[]>): Promise<void> {
  const ranks: number[] = []
  for (const { text, videoId, answers } of questions) {
    const found = await search(text)
    const isRight = (moment: Found) =>
      moment.videoId === videoId && answers.some((answer) => overlapSeconds(answer, moment) > 0)
    ranks.push(found.findIndex(isRight) + 1)
  }
  const share = (test: (rank: number) => boolean) =>
    (ranks.filter((rank) => rank > 0 && test(rank)).length / ranks.length).toFixed(3)
  const mrr = ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / ranks.length
  console.log(
    `${name.padEnd(24)} R@1 ${share((rank) => rank === 1)}  R@5 ${share((rank) => rank <= 5)}  MRR@10 ${mrr.toFixed(3)}`,
  )
}

interface Gathered {
  readonly candidates: readonly Candidate[]
  readonly findings: LegFindings
  readonly ownWords: ReadonlySet<string>
}

/** The steps of `findSpots` up to the fusion. */
async function gather(text: string): Promise<Gathered> {
  const parsed = parseQuery(text)
  const filter = { videoIds: null, languages: null, speakers: null }
  const library = await readSearchedLibrary(filter, embedder.space.modelId, { database })
  const query = analyzeQuery(parsed, library.languages)
  const asked = { mode: 'hybrid', meaning: parsed.wanted, query, filter, library } as const
  const { findings, meaning } = await askLegs(asked, deps)
  const hits = [findings.keyword, findings.letters, findings.semantic].flat()
  const ids = [...new Set(hits.map(({ chunkId }) => chunkId))]
  const candidates = await readCandidates(ids, query, meaning, { database })
  return { candidates, findings, ownWords: await readOwnWords(ids, query, { database }) }
}

/** Reciprocal rank fusion (Cormack and others 2009) of keyword and semantic leg, what most systems do. */
function byRanks({ candidates, findings }: Gathered): ScoredCandidate[] {
  const scores = new Map<string, number>()
  for (const hits of [findings.keyword, findings.semantic]) {
    for (const [rank, { chunkId }] of hits.entries())
      scores.set(chunkId, (scores.get(chunkId) ?? 0) + 1 / (61 + rank))
  }
  return candidates
    .map((candidate) => ({ ...candidate, score: scores.get(candidate.id) ?? 0, matched: all }))
    .sort((a, b) => b.score - a.score)
}

function firstPage(candidates: readonly ScoredCandidate[], ownWords: ReadonlySet<string>): Found[] {
  return collapse(candidates, ownWords)
    .slice(0, 10)
    .map(({ videoId, visible }) => ({ videoId, ...visible }))
}

async function readMeetings(): Promise<Meeting[]> {
  const file = await readFile(join(sharedFolder, 'eval/qmsum/val.jsonl'), 'utf8')
  const lines = file.trim().split('\n')
  return lines
    .slice(0, Number(values.limit ?? lines.length))
    .map((line) => meetingSchema.parse(JSON.parse(line)))
}

async function load(title: string, meeting: Meeting): Promise<Question[]> {
  const [videoId, transcriptId] = [uuidv7(), uuidv7()]
  const turns = timeTurns(meeting)
  const chunks = chunkTranscript(
    turns.filter(({ text }) => text !== ''),
    {
      targetSeconds: Number(values.seconds),
      ...(values.overlap !== undefined && { overlapSeconds: Number(values.overlap) }),
    },
  )
  await database.transaction(async (tx) => {
    await tx.query(
      `insert into videos (id, title, origin, embedded_model) values ($1, $2, 'external', $3)`,
      [videoId, title, embedder.space.modelId],
    )
    await tx.query(
      `insert into transcripts (id, video_id, source, engine, complete) values ($1, $2, 'import', 'qmsum', true)`,
      [transcriptId, videoId],
    )
    await replaceChunks(tx, { videoId, transcriptId, language: 'en', title }, chunks, {
      fromIndex: 0,
    })
  })
  await embedChunks(videoId, title)
  return meeting.specific_query_list.map(({ query, relevant_text_span }) => ({
    text: query,
    videoId,
    answers: relevant_text_span.map(([first, last]) => ({
      start: turns[first]?.start ?? 0,
      end: turns[last]?.end ?? 0,
    })),
  }))
}

function timeTurns({ meeting_transcripts }: Meeting): Segment[] {
  let time = 0
  return meeting_transcripts.map(({ speaker, content }) => {
    const text = content.trim()
    const start = time
    time += text === '' ? 0 : text.split(/\s+/).length / wordsPerSecond
    return { start, end: time, text, speaker }
  })
}

/** As the stage `embed` does. */
async function embedChunks(videoId: string, title: string): Promise<void> {
  const chunks = await database.query<{ id: string; text: string }>(
    'select id, text from chunks where video_id = $1 order by chunk_index',
    [videoId],
  )
  for (let done = 0; done < chunks.length; done += embedder.maxBatch) {
    const batch = chunks.slice(done, done + embedder.maxBatch)
    const vectors = await embedder.embed(
      batch.map(({ text }) => `${title}\n${text}`),
      'passage',
    )
    await vectorStore.upsert(
      embedder.space,
      batch.flatMap(({ id }, index) => {
        const vector = vectors[index]
        return vector ? [{ chunkId: id, videoId, language: 'en', vector }] : []
      }),
    )
  }
}

function openEmbedder(key: string): Embedder {
  const { recipe, weights, tokenizer } = embeddingModel(key)
  const folder = join(process.env['CUEPOINT_MODELS_DIR'] ?? join(sharedFolder, 'models'), key)
  const files = { weights: join(folder, weights), tokenizer: join(folder, tokenizer) }
  const model = { locate: () => Promise.resolve(files), bring: () => Promise.resolve(files) }
  return createLocalEmbedder({ recipe, model, threads: 2 })
}
