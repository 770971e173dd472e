import { nameSpeaker, readSpeakers } from '../../library/speakers.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { problems } from '../schemas/answers.ts'
import { changeSpeaker, speaker, speakerList, speakerParams } from '../schemas/speakers.ts'
import { videoParams } from '../schemas/video.ts'

export function speakersRoutes(server: HttpServer, parts: Parts<'database'>): void {
  server.route({
    method: 'GET',
    url: '/videos/:id/speakers',
    schema: {
      operationId: 'listSpeakers',
      tags: ['videos'],
      summary: 'Who speaks in a video, in the order of their first words',
      params: videoParams,
      response: { 200: speakerList, ...problems },
    },
    handler: async ({ params }) => ({ speakers: await readSpeakers(params.id, parts()) }),
  })

  server.route({
    method: 'PATCH',
    url: '/videos/:id/speakers/:label',
    schema: {
      operationId: 'nameSpeaker',
      tags: ['videos'],
      summary: 'Give a speaker of a video a name',
      params: speakerParams,
      body: changeSpeaker,
      response: { 200: speaker, ...problems },
    },
    handler: async ({ params, body }) =>
      nameSpeaker(params.id, params.label, body.name === '' ? null : body.name, parts()),
  })
}
