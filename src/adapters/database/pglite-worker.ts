import { parentPort } from 'node:worker_threads'
import { describeError, sqlStateOf } from './foreign-error.ts'
import { startPgliteEngine, type PgliteEngine } from './pglite-engine.ts'
import type { PgliteAnswer, PgliteFailure, PgliteRequest, Row } from './pglite-messages.ts'

/** The thread that PostgreSQL runs on: a statement blocks it from its first to its last row. */
const port = parentPort
if (port === null) throw new Error('pglite-worker runs as a worker thread.')
const answer = (message: PgliteAnswer) => port.postMessage(message)

try {
  const engine = await startPgliteEngine(process.argv[2] ?? null, (lost) => answer({ lost }))
  port.on('message', (request: PgliteRequest) => {
    void respond(engine, request).then((message) => {
      answer(message)
      // Ends the thread: nothing else keeps its event loop alive.
      if (request.kind === 'close') port.close()
    })
  })
  answer({ id: 0, rows: [] })
} catch (error) {
  answer({ id: 0, failure: toFailure(error) })
}

async function respond(engine: PgliteEngine, request: PgliteRequest): Promise<PgliteAnswer> {
  try {
    const rows = await run(engine, request)
    // PGlite swallows exceptions of the file layer, so a commit that did not reach the disk looks like a success.
    if (engine.files?.failure) throw new Error('The disk refused to keep the data.')
    return { id: request.id, rows }
  } catch (error) {
    return { id: request.id, failure: toFailure(engine.files?.failure ?? error) }
  }
}

async function run({ pglite }: PgliteEngine, request: PgliteRequest): Promise<Row[]> {
  switch (request.kind) {
    case 'query':
      return (await pglite.query<Row>(request.text, [...request.values])).rows
    case 'execute':
      return (await pglite.exec(request.text)).flatMap((result): Row[] => result.rows)
    case 'close':
      await pglite.close()
      return []
  }
}

function toFailure(error: unknown): PgliteFailure {
  return { message: describeError(error), sqlState: sqlStateOf(error) }
}
