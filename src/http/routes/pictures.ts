import { NotFoundError } from '../../domain/errors.ts'
import { frameAt } from '../../library/frame.ts'
import { readVideo } from '../../library/read-video.ts'
import { videoFolder } from '../../library/stray-folders.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { contentOf, problems } from '../schemas/answers.ts'
import { frameQuery, sheetParams, videoParams } from '../schemas/video.ts'
import { sendPicture } from '../send-stored.ts'
import { whenGone } from '../when-gone.ts'

const picture = { 200: contentOf('A JPEG picture', 'image/jpeg'), ...problems }

/** `GET /videos/{id}/thumbnail`, `/frame?t=` and `/storyboard/{sheet}.jpg`. */
export function picturesRoutes(
  server: HttpServer,
  parts: Parts<'database' | 'storage' | 'media'>,
): void {
  server.route({
    method: 'GET',
    url: '/videos/:id/thumbnail',
    schema: {
      operationId: 'readThumbnail',
      tags: ['media'],
      summary: 'A picture that stands for the video',
      params: videoParams,
      response: picture,
    },
    handler: async ({ params }, reply) => {
      const { posterKey } = await readVideo(params.id, parts())
      if (posterKey === null) throw new NotFoundError('picture of video', params.id)
      return sendPicture(reply, posterKey, parts())
    },
  })
  server.route({
    method: 'GET',
    url: '/videos/:id/frame',
    schema: {
      operationId: 'readFrame',
      tags: ['media'],
      summary: 'The picture of a second',
      params: videoParams,
      querystring: frameQuery,
      response: picture,
    },
    handler: async ({ params, query }, reply) => {
      const key = await frameAt(params.id, query.t, parts(), whenGone(reply))
      return sendPicture(reply, key, parts())
    },
  })
  server.route({
    method: 'GET',
    url: String.raw`/videos/:id/storyboard/:sheet(^\d{1,6}).jpg`,
    schema: {
      operationId: 'readStoryboard',
      tags: ['media'],
      summary: 'A sheet of small pictures, laid out as the storyboard of the video says',
      params: sheetParams,
      response: picture,
    },
    handler: async ({ params: { id, sheet } }, reply) => {
      const { storyboard } = await readVideo(id, parts())
      if (!storyboard || sheet >= storyboard.sheets) {
        throw new NotFoundError('storyboard sheet', `${sheet} of video ${id}`)
      }
      const key = `${videoFolder(id)}/storyboard/${sheet}.jpg`
      return sendPicture(reply, key, parts())
    },
  })
}
