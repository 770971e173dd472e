import { parentPort } from 'node:worker_threads'
import type { EmbeddingAnswer, EmbeddingRequest } from './embedding-messages.ts'
import { loadSentenceModel, type SentenceModel } from './sentence-model.ts'

/** The thread that the model runs on: a text blocks it from its first to its last layer. */
const port = parentPort
if (port === null) throw new Error('embedding-worker runs as a worker thread.')

let model: SentenceModel | null = null
port.on('message', (request: EmbeddingRequest) => {
  void respond(request)
    .catch((error: unknown): EmbeddingAnswer => {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
    })
    .then((answer) => {
      if (answer) port.postMessage(answer, answer.kind === 'vector' ? [answer.vector.buffer] : [])
      // Ends the thread: nothing else keeps its event loop alive.
      else port.close()
    })
})

async function respond(request: EmbeddingRequest): Promise<EmbeddingAnswer | null> {
  switch (request.kind) {
    case 'load': {
      const { files, recipe, threads } = request.job
      model = await loadSentenceModel(files, recipe, threads)
      return { kind: 'loaded' }
    }
    case 'embed':
      if (!model) throw new Error('no model is loaded')
      return { kind: 'vector', vector: new Float32Array(await model.embed(request.text)) }
    case 'close':
      await model?.release()
      return null
  }
}
