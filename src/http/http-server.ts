import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { App } from '../app/create-app.ts'
import type { EventStreams } from './event-streams.ts'
import type { Metrics } from './metrics.ts'
import type { TusUploads } from './tus-uploads.ts'

/** Fastify whose schemas are zod. */
export type HttpServer = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** The parts of the app, and what the server itself brings. */
export interface ServerParts extends App {
  readonly streams: EventStreams
  readonly uploads: TusUploads
  readonly metrics: Metrics
}

/** The parts that a route names, taken when a request comes: the description of the API is made without any. */
export type Parts<Name extends keyof ServerParts> = () => Pick<ServerParts, Name>
