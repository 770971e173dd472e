import { z } from 'zod'
import { createOpenApiDocument } from '../../src/http/openapi.ts'

type JsonSchema = Exclude<Parameters<typeof z.fromJSONSchema>[0], boolean>

const schema = z.custom<JsonSchema>((value) => typeof value === 'object' && value !== null)
const content = z.record(z.string(), z.object({ schema }))
const response = z.object({ content: content.optional(), $ref: z.string().optional() })
const operation = z.object({ responses: z.record(z.string(), response) })
const documentShape = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({
    schemas: z.record(z.string(), schema),
    responses: z.record(z.string(), response),
  }),
})

export interface ResponseContract {
  /** Rejects when an answer is not what openapi.json says of it. Reads a copy, the answer stays to be read. */
  check(method: string, path: string, response: Response): Promise<void>
}

/** What the API promises, held against what it answers. */
export async function loadResponseContract(): Promise<ResponseContract> {
  const { paths, components } = documentShape.parse(await createOpenApiDocument())
  const routes = Object.entries(paths).map(([path, operations]) => ({
    path,
    // A parameter takes the place of one part of the path.
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    operations,
  }))
  const definitions = toDefinitions(components.schemas, z.record(z.string(), schema))

  return {
    async check(method, path, answer) {
      const name = path.split('?')[0] ?? path
      const found = routes
        .filter(({ pattern }) => pattern.test(name))
        .toSorted((a, b) => a.path.split('{').length - b.path.split('{').length)[0]
      const asked = found?.operations[method.toLowerCase()]
      const type = answer.headers.get('content-type')?.split(';')[0] ?? ''
      if (!asked || method === 'HEAD' || !type.endsWith('json')) return
      const { responses } = asked
      const family = `${String(answer.status)[0] ?? ''}XX`
      const told = responses[answer.status] ?? responses[family]
      const shared = components.responses[told?.$ref?.split('/').at(-1) ?? '']
      const promised = (shared ?? told)?.content?.[type]
      if (!promised) throw new Error(`${method} ${path} promises no ${answer.status} as ${type}`)
      const checked = z
        .fromJSONSchema({ ...toDefinitions(promised.schema, schema), $defs: definitions })
        .safeParse(await answer.clone().json())
      if (!checked.success) {
        throw new Error(`${method} ${path} ${answer.status}: ${z.prettifyError(checked.error)}`)
      }
    },
  }
}

/** OpenAPI keeps named schemas elsewhere than JSON Schema does. */
function toDefinitions<T extends object>(named: T, shape: z.ZodType<T>): T {
  const text = JSON.stringify(named).replaceAll('#/components/schemas/', '#/$defs/')
  return shape.parse(JSON.parse(text))
}
