import { addSamples } from '../../ingest/add-samples.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { renderVideo } from '../render/video.ts'
import { problems } from '../schemas/answers.ts'
import { videoList } from '../schemas/video.ts'

export function addSamplesRoute(
  server: HttpServer,
  parts: Parts<'database' | 'storage' | 'queue' | 'samplesFolder'>,
): void {
  server.route({
    method: 'POST',
    url: '/samples',
    schema: {
      operationId: 'addSamples',
      tags: ['library'],
      summary: 'Add the videos that come with Cuepoint',
      response: { 202: videoList, ...problems },
    },
    handler: async (_request, reply) => {
      const { samplesFolder, ...deps } = parts()
      const videos = await addSamples({ folder: samplesFolder }, deps)
      return reply.code(202).send({ videos: videos.map(renderVideo), total: videos.length })
    },
  })
}
