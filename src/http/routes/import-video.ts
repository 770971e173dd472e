import type { z } from 'zod'
import { addExternal, type ExternalVideo } from '../../ingest/add-external.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { renderAccepted } from '../render/video.ts'
import { problems } from '../schemas/answers.ts'
import { accepted, importVideo } from '../schemas/video.ts'

/** Ten hours of speech with a time for each word are about 10 MB of JSON. */
const bodyLimit = 64 * 1024 * 1024

export function importVideoRoute(server: HttpServer, parts: Parts<'database' | 'queue'>): void {
  server.route({
    method: 'POST',
    url: '/videos',
    bodyLimit,
    schema: {
      operationId: 'importVideo',
      tags: ['videos'],
      summary: 'Add a video that lives elsewhere, by its finished transcript',
      body: importVideo,
      response: { 202: accepted, ...problems },
    },
    handler: async ({ body }, reply) =>
      reply
        .code(202)
        .send(renderAccepted(await addExternal(toExternalVideo(body), parts()), false)),
  })
}

function toExternalVideo({ transcript, ...video }: z.output<typeof importVideo>): ExternalVideo {
  const segments = transcript.segments.map(({ speaker, words, ...segment }) => ({
    ...segment,
    ...(speaker !== undefined && { speaker }),
    ...(words && { words }),
  }))
  return { ...video, transcript: { ...transcript, segments } }
}
