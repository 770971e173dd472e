import { isDeepStrictEqual } from 'node:util'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import Fastify from 'fastify'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { version } from '../app/version.ts'
import { declareRoutes } from './routes/index.ts'
import type { HttpServer } from './http-server.ts'
import { apiPagePolicy } from './security/headers.ts'

/** The description of the API, made from the routes without opening anything. */
export async function createOpenApiDocument(): Promise<object> {
  await using server = Fastify().withTypeProvider<ZodTypeProvider>()
  await describeApi(server)
  declareRoutes(server, () => {
    throw new Error('There is nothing behind the routes; they are only described.')
  })
  await server.ready()
  return server.swagger()
}

/** Makes the server check by its zod schemas, and collect what it will declare; call it before the first route. */
export async function describeApi(server: HttpServer): Promise<void> {
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Cuepoint',
        version,
        description: 'Makes a video library searchable by what is said in it, down to the second.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags,
      components: { securitySchemes },
      security: [{ token: [] }, { session: [] }, {}],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) =>
      shareProblems(withoutUnused(jsonSchemaTransformObject(document))),
  })
}

/** `GET /openapi.json`, and a page that shows it. */
export async function serveDescription(server: HttpServer): Promise<void> {
  server.get('/openapi.json', { schema: { hide: true } }, () => server.swagger())
  await server.register(swaggerUi, {
    routePrefix: '/docs',
    // A badge by a service of somebody else.
    uiConfig: { validatorUrl: null },
    uiHooks: {
      onRequest: (_request, reply, next) => {
        reply.header('content-security-policy', apiPagePolicy)
        next()
      },
    },
  })
}

const tags = [
  { name: 'search', description: 'Finding moments' },
  { name: 'videos', description: 'Adding videos and reading what is known of them' },
  { name: 'uploads', description: 'Resumable uploads' },
  { name: 'media', description: 'Files and pictures' },
  { name: 'library', description: 'The library as a whole' },
  { name: 'system', description: 'Running it' },
]

const securitySchemes = {
  token: { type: 'http', scheme: 'bearer', description: 'Where CUEPOINT_API_TOKEN is set' },
  session: { type: 'apiKey', in: 'cookie', name: 'cuepoint_session' },
} as const

/** Refusals and failures are the same for every route: they stand in the document once. */
function shareProblems<Document extends ReturnType<typeof jsonSchemaTransformObject>>(
  document: Document,
): Document {
  if (!('components' in document) || !document.paths) return document
  const shared: Record<string, object> = {}
  for (const operation of Object.values(document.paths).flatMap((path) =>
    Object.values(path ?? {}),
  )) {
    for (const [status, name] of problemNames) {
      const responses = (operation as { responses?: Record<string, object> }).responses
      const response = responses?.[status]
      if (!responses || !response) continue
      shared[name] ??= response
      if (isDeepStrictEqual(shared[name], response))
        responses[status] = { $ref: `#/components/responses/${name}` }
    }
  }
  Object.assign(document.components, { responses: shared })
  return document
}

const problemNames = [
  ['4XX', 'Refused'],
  ['5XX', 'Failed'],
] as const

/** Every named schema comes in two variants, for input and for output; those that nothing refers to say nothing. */
function withoutUnused<Document extends ReturnType<typeof jsonSchemaTransformObject>>(
  document: Document,
): Document {
  const schemas = 'components' in document ? (document.components.schemas ?? {}) : {}
  const used = new Set<string>()
  const visit = (value: unknown): void => {
    for (const [, name] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name === undefined || used.has(name)) continue
      used.add(name)
      visit(Object.entries(schemas).find(([key]) => key === name)?.[1])
    }
  }
  visit(document.paths)
  for (const name of Object.keys(schemas)) {
    if (!used.has(name)) Reflect.deleteProperty(schemas, name)
  }
  return document
}
