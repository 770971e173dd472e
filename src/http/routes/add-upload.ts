import type { HttpServer, Parts } from '../http-server.ts'
import { receiveUpload } from '../receive-upload.ts'
import { renderAccepted } from '../render/video.ts'
import { problems, uploadForm } from '../schemas/answers.ts'
import { accepted } from '../schemas/video.ts'
import { whenGone } from '../when-gone.ts'

export function addUploadRoute(
  server: HttpServer,
  parts: Parts<'database' | 'storage' | 'queue' | 'config'>,
): void {
  server.route({
    method: 'POST',
    url: '/videos/upload',
    schema: {
      operationId: 'uploadVideo',
      tags: ['videos'],
      summary: 'Add a video or sound file',
      description:
        'The fields can come in any order. The same bytes again give the video that is there.',
      consumes: ['multipart/form-data'],
      body: uploadForm,
      response: { 202: accepted, ...problems },
    },
    handler: async (request, reply) => {
      const { video, existing } = await receiveUpload(request, parts(), whenGone(reply))
      return reply.code(202).send(renderAccepted(video, existing))
    },
  })
}
