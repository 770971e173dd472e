import type { HttpServer, Parts } from '../http-server.ts'
import { bytes, nothing, problems } from '../schemas/answers.ts'
import { uploadParams } from '../schemas/video.ts'

const offsetStream = 'application/offset+octet-stream'

const explained = {
  tags: ['uploads'],
  externalDocs: { url: 'https://tus.io/protocols/resumable-upload', description: 'tus 1.0' },
}

/** `/uploads`: resumable uploads by the tus protocol, version 1.0, which has answers of its own. */
export function uploadsRoutes(server: HttpServer, parts: Parts<'uploads'>): void {
  // The protocol's own server reads the bytes.
  server.addContentTypeParser(offsetStream, (_request, _payload, done) => done(null))
  server.route({
    method: 'OPTIONS',
    url: '/uploads',
    schema: { hide: true },
    handler: async (request, reply) => {
      await parts().uploads.handle(request, reply)
      return reply
    },
  })
  server.route({
    method: 'POST',
    url: '/uploads',
    schema: {
      ...explained,
      operationId: 'createUpload',
      summary: 'Begin a resumable upload',
      description:
        '`Upload-Metadata` can name `filename`, `title` and `language`. `Location` says where to send the bytes.',
      response: { 201: nothing, ...problems },
    },
    handler: async (request, reply) => {
      await parts().uploads.handle(request, reply)
      return reply
    },
  })
  server.route({
    method: 'HEAD',
    url: '/uploads/:upload',
    config: { swagger: { exposeHeadRoute: true } },
    schema: {
      ...explained,
      operationId: 'readUpload',
      summary: 'How many bytes have arrived',
      params: uploadParams,
      response: { 200: nothing, ...problems },
    },
    handler: async (request, reply) => {
      await parts().uploads.handle(request, reply)
      return reply
    },
  })
  server.route({
    method: 'PATCH',
    url: '/uploads/:upload',
    schema: {
      ...explained,
      operationId: 'continueUpload',
      summary: 'Send bytes from `Upload-Offset` on',
      description:
        'The answer to the last bytes has the id of the video in `Cuepoint-Video-Id`, and `Cuepoint-Existing: true` when the same bytes were there already.',
      consumes: [offsetStream],
      body: bytes,
      params: uploadParams,
      response: { 204: nothing, ...problems },
    },
    handler: async (request, reply) => {
      await parts().uploads.handle(request, reply)
      return reply
    },
  })
  server.route({
    method: 'DELETE',
    url: '/uploads/:upload',
    schema: {
      ...explained,
      operationId: 'cancelUpload',
      summary: 'Give an unfinished upload up',
      params: uploadParams,
      response: { 204: nothing, ...problems },
    },
    handler: async (request, reply) => {
      await parts().uploads.handle(request, reply)
      return reply
    },
  })
}
