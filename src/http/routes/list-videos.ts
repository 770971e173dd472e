import { listVideos } from '../../library/list-videos.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { renderVideo } from '../render/video.ts'
import { problems } from '../schemas/answers.ts'
import { listVideosQuery, videoList } from '../schemas/video.ts'

export function listVideosRoute(server: HttpServer, parts: Parts<'database'>): void {
  server.route({
    method: 'GET',
    url: '/videos',
    schema: {
      operationId: 'listVideos',
      tags: ['videos'],
      summary: 'The videos of the library, page by page',
      querystring: listVideosQuery,
      response: { 200: videoList, ...problems },
    },
    handler: async ({ query }) => {
      const { videos, total } = await listVideos(query, parts())
      return { videos: videos.map(renderVideo), total }
    },
  })
}
