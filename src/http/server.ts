import Fastify from 'fastify'
import multipart from '@fastify/multipart'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { App } from '../app/create-app.ts'
import { createUploadStore } from '../app/create-upload-store.ts'
import { answerUnreadable } from './answer-unreadable.ts'
import { limitBodyTime } from './body-time.ts'
import { drainOnClose } from './draining.ts'
import { createEventStreams } from './event-streams.ts'
import type { HttpServer } from './http-server.ts'
import { createMetrics } from './metrics.ts'
import { describeApi, serveDescription } from './openapi.ts'
import { sendProblem } from './problem.ts'
import { declareRoutes } from './routes/index.ts'
import { guard } from './security/guard.ts'
import { createTusUploads } from './tus-uploads.ts'
import { createWebApp } from './web-app.ts'
import { watchRequests } from './watch-requests.ts'

/** JSON bodies; routes that take more say so. */
const bodyLimit = 1024 * 1024

/** A query of 10,000 letters that are three bytes each, percent-encoded. */
const maxHeaderSize = 128 * 1024

/** A connection on which nothing moves for so long is closed. */
const idleConnectionMs = 5 * 60 * 1000

/** The HTTP API and the web app. It does not listen yet; closing it lets running requests end. */
export async function createServer(app: App): Promise<HttpServer> {
  const { logger } = app
  const server = Fastify({
    bodyLimit,
    connectionTimeout: idleConnectionMs,
    http: { maxHeaderSize, headersTimeout: 30_000 },
    // The label of a speaker: 200 letters, percent-encoded.
    routerOptions: { maxParamLength: 2400 },
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, error, logger),
    clientErrorHandler: answerUnreadable,
  }).withTypeProvider<ZodTypeProvider>()
  const streams = createEventStreams(logger)
  const uploads = createTusUploads({ ...app, store: await createUploadStore(app) })
  const metrics = createMetrics(app)
  const webApp = createWebApp()

  server.setErrorHandler((error, _request, reply) => sendProblem(reply, error, logger))
  drainOnClose(server, () => streams.close())
  server.addHook('onClose', () => uploads[Symbol.asyncDispose]())
  watchRequests(server, { metrics, logger })
  limitBodyTime(server)
  await guard(server, app, (request) => webApp.isFor(request))
  await describeApi(server)
  await server.register(multipart)
  await webApp.serve(server)
  const parts = { ...app, streams, uploads, metrics }
  declareRoutes(server, () => parts)
  await serveDescription(server)
  return server
}
