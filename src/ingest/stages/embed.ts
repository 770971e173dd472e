import { requireEmbeddingModel } from '../../library/embedding-model.ts'
import { saveEmbeddings } from '../../library/save-embeddings.ts'
import type { Database } from '../../ports/database.ts'
import type { Embedder } from '../../ports/embedder.ts'
import type { VectorRecord, VectorStore } from '../../ports/vector-store.ts'
import { defineStage } from '../stage.ts'

interface UnembeddedChunk {
  readonly id: string
  readonly text: string
  readonly language: string | null
}

/** Gives every chunk of the video its vector; goes on where an earlier run stopped. Null where no embedder is wanted. */
export const embed = defineStage<
  { database: Database; embedder: Embedder | null; vectorStore: VectorStore },
  string | null
>({
  name: 'embed',
  async run(video, { database, embedder, vectorStore }, { signal, report, commit }) {
    if (!embedder) return null
    const { space } = embedder
    await requireEmbeddingModel(space.modelId, { database })
    if (vectorStore.fedBy === 'transaction') await vectorStore.prepare(space)
    const chunks = await database.query<UnembeddedChunk>(
      `select c.id, c.text, c.language from chunks c
        where c.video_id = $1
          and not exists (select 1 from embeddings e where e.chunk_id = c.id and e.model_id = $2)
        order by c.chunk_index`,
      [video.id, space.modelId],
    )
    const batchSize = Math.min(embedder.maxBatch, 16)
    for (let done = 0; done < chunks.length; done += batchSize) {
      const batch = chunks.slice(done, done + batchSize)
      const texts = batch.map(({ text }) => `${video.title}\n${text}`)
      const vectors = await embedder.embed(texts, 'passage', signal)
      const records = batch.flatMap((chunk, index): VectorRecord[] => {
        const vector = vectors[index]
        return vector
          ? [{ chunkId: chunk.id, videoId: video.id, language: chunk.language, vector }]
          : []
      })
      await commit((tx) => saveEmbeddings(tx, space, records))
      await report((done + batch.length) / chunks.length)
    }
    return space.modelId
  },
  async save(tx, video, modelId) {
    await tx.query('update videos set embedded_model = $2, processed_at = now() where id = $1', [
      video.id,
      modelId,
    ])
  },
})
