import { formatSrt, formatText, formatWebVtt } from '../../domain/captions/format-captions.ts'
import { readTranscript } from '../../library/read-transcript.ts'
import { withSpeakerNames } from '../../library/speakers.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { contentOf, problems } from '../schemas/answers.ts'
import { videoParams } from '../schemas/video.ts'

const formats = {
  vtt: { type: 'text/vtt', format: formatWebVtt, name: 'WebVTT' },
  srt: { type: 'application/x-subrip', format: formatSrt, name: 'SRT' },
  txt: { type: 'text/plain', format: formatText, name: 'plain text' },
} as const

/** `GET /videos/{id}/transcript.vtt`, `.srt` and `.txt`. */
export function exportTranscriptRoutes(server: HttpServer, parts: Parts<'database'>): void {
  for (const [extension, { type, format, name }] of Object.entries(formats)) {
    server.route({
      method: 'GET',
      url: `/videos/:id/transcript.${extension}`,
      schema: {
        operationId: `exportTranscript_${extension}`,
        tags: ['videos'],
        summary: `The transcript of a video as ${name}`,
        params: videoParams,
        response: { 200: contentOf(name, type), ...problems },
      },
      handler: async ({ params }, reply) => {
        const { segments } = await readTranscript(params.id, parts())
        const shown = await withSpeakerNames(params.id, segments, parts())
        return reply.type(`${type}; charset=utf-8`).send(format(shown))
      },
    })
  }
}
