import { readTranscript } from '../../library/read-transcript.ts'
import { withSpeakerNames } from '../../library/speakers.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { renderTranscript } from '../render/video.ts'
import { problems } from '../schemas/answers.ts'
import { transcript, videoParams } from '../schemas/video.ts'

export function readTranscriptRoute(server: HttpServer, parts: Parts<'database'>): void {
  server.route({
    method: 'GET',
    url: '/videos/:id/transcript',
    schema: {
      operationId: 'readTranscript',
      tags: ['videos'],
      summary: 'What is said in a video, as far as it is known',
      params: videoParams,
      response: { 200: transcript, ...problems },
    },
    handler: async ({ params }) => {
      const stored = await readTranscript(params.id, parts())
      return renderTranscript(stored, await withSpeakerNames(params.id, stored.segments, parts()))
    },
  })
}
