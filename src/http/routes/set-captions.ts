import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { setCaptions } from '../../ingest/set-captions.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { captionsTypes, largestCaptions, receiveCaptions } from '../receive-captions.ts'
import { renderVideo } from '../render/video.ts'
import { bytes, problems } from '../schemas/answers.ts'
import { video, videoParams } from '../schemas/video.ts'

export function setCaptionsRoute(
  server: HttpServer,
  parts: Parts<'database' | 'storage' | 'queue'>,
): void {
  server.register((scope, _options, done) => {
    // Caption files come in any encoding: only the bytes are taken.
    const types = Object.keys(captionsTypes)
    scope.removeContentTypeParser('text/plain')
    scope.addContentTypeParser(
      types,
      { parseAs: 'buffer', bodyLimit: largestCaptions },
      (_request, body, parsed) => parsed(null, body),
    )
    scope.withTypeProvider<ZodTypeProvider>().route({
      method: 'PUT',
      url: '/videos/:id/captions',
      schema: {
        operationId: 'setCaptions',
        tags: ['videos'],
        summary: 'Give a video captions in place of its transcript',
        description:
          'The SRT or WebVTT file as the body, or as the field `captions` of multipart/form-data. What is said is indexed anew.',
        consumes: types,
        body: bytes,
        params: videoParams,
        response: { 202: video, ...problems },
      },
      handler: async (request, reply) => {
        const captions = await receiveCaptions(request)
        const changed = await setCaptions(request.params.id, captions, parts())
        return reply.code(202).send(renderVideo(changed))
      },
    })
    done()
  })
}
