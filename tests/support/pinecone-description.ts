import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'
import { z } from 'zod'

const schema = z.record(z.string(), z.unknown())
const content = z.record(z.string(), z.object({ schema }))
const operation = z.object({
  parameters: z.array(
    z.object({ in: z.string(), name: z.string(), required: z.boolean().optional() }),
  ),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ content: content.optional() })),
})
const document = z.object({
  info: z.object({ version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), schema) }),
})

export interface PineconeOperation {
  /** As in the description: `/namespaces/{namespace}`. */
  readonly path: string
  /** What is wrong with a request; null when nothing is. */
  problemOf(query: URLSearchParams, headers: Headers, body: unknown): string | null
  /** The same for an answer of ours. */
  problemOfAnswer(status: number, body: unknown): string | null
}

/** Pinecone's own description of its data plane, to hold requests and answers against. */
export function readPineconeDescription(
  file: string,
): (method: string, path: string) => PineconeOperation | null {
  const described = document.parse(parse(readFileSync(file, 'utf8')))
  const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true }))
  ajv.addSchema({
    $id: 'pinecone',
    components: { schemas: mapValues(described.components.schemas, closed) },
  })
  const compile = (media: z.infer<typeof content> | undefined) => {
    const inner = media?.['application/json']?.schema
    if (!inner) return null
    return ajv.compile(
      schema.parse(JSON.parse(JSON.stringify(inner).replaceAll('"#/', '"pinecone#/'))),
    )
  }

  const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, each]) => {
      const asked = compile(each.requestBody?.content)
      const answers = mapValues(each.responses, (response) => compile(response.content))
      return {
        method: method.toUpperCase(),
        pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
        path,
        problemOf(query: URLSearchParams, headers: Headers, body: unknown) {
          const known = each.parameters.filter((parameter) => parameter.in === 'query')
          const strange = [...query.keys()].find((key) => known.every(({ name }) => name !== key))
          if (strange !== undefined) return `unknown parameter ${strange}`
          const lacking = each.parameters.find(
            (parameter) =>
              parameter.in === 'header' && parameter.required && !headers.has(parameter.name),
          )
          if (lacking) return `without the header ${lacking.name}`
          return asked ? problemWith(asked, body) : null
        },
        problemOfAnswer(status: number, body: unknown) {
          const family = `${String(status)[0] ?? ''}XX`
          const promised = answers[status] ?? answers[family]
          return promised ? problemWith(promised, body) : `no answer ${status} is described`
        },
      }
    }),
  )
  return (method, path) =>
    operations.find((each) => each.method === method && each.pattern.test(path)) ?? null
}

function problemWith(validate: ValidateFunction, body: unknown): string | null {
  if (validate(body)) return null
  return (validate.errors ?? [])
    .map((error) => `${error.instancePath} ${error.message ?? ''}`)
    .join('; ')
}

/** A property that is not described is a mistake of the client. */
function closed(described: Record<string, unknown>): Record<string, unknown> {
  return 'properties' in described && !('additionalProperties' in described)
    ? { ...described, additionalProperties: false }
    : described
}

function mapValues<In, Out>(
  record: Record<string, In>,
  map: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
