import type { HttpServer, Parts } from '../http-server.ts'
import { sendMedia } from '../send-media.ts'
import { contentOf, problems } from '../schemas/answers.ts'
import { mediaQuery, videoParams } from '../schemas/video.ts'

export function mediaRoute(server: HttpServer, parts: Parts<'database' | 'storage'>): void {
  server.route({
    method: 'GET',
    url: '/videos/:id/media',
    schema: {
      operationId: 'readMedia',
      tags: ['media'],
      summary: 'The file to play, or with `download` the original as it was uploaded',
      description: 'Range and conditional requests as in RFC 9110.',
      params: videoParams,
      querystring: mediaQuery,
      response: {
        200: contentOf('The whole file', 'application/octet-stream'),
        206: contentOf('The range asked for', 'application/octet-stream'),
        302: contentOf('Where the storage itself serves it', 'application/octet-stream'),
        ...problems,
      },
    },
    handler: ({ params, query }, reply) =>
      sendMedia(reply, params.id, { isDownload: query.download !== undefined }, parts()),
  })
}
