import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { testServersDirectory } from './postgres-server.ts'

/** Says what is wrong with the input of an operation, by AWS's own description of the service. */
export type CheckInput = (operation: string, input: unknown) => string[]

/** The description comes with moto, whose client it is for. */
export function describedService(service: string): CheckInput {
  const pattern = `moto/lib/python3*/site-packages/botocore/data/${service}/*/service-2.json.gz`
  const [file] = globSync(join(testServersDirectory, pattern))
  if (file === undefined) throw new Error(`moto has no description of ${service}.`)
  const { operations, shapes } = description.parse(
    JSON.parse(gunzipSync(readFileSync(file)).toString()),
  )
  return (operation, input) => {
    const known = operations[operation]
    if (!known) return [`There is no operation ${operation}.`]
    return known.input ? problemsOf(input, known.input.shape, operation, shapes) : []
  }
}

const reference = z.object({ shape: z.string() })
const size = { min: z.number().optional(), max: z.number().optional() }
const shape = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('structure'),
    required: z.array(z.string()).default([]),
    members: z.record(z.string(), reference).default({}),
  }),
  z.object({
    type: z.literal('string'),
    ...size,
    pattern: z.string().optional(),
    enum: z.array(z.string()).optional(),
  }),
  z.object({ type: z.enum(['integer', 'long', 'float', 'double']), ...size }),
  z.object({ type: z.literal('list'), ...size, member: reference }),
  z.object({ type: z.literal('map'), ...size, key: reference, value: reference }),
  z.object({ type: z.enum(['boolean', 'timestamp', 'blob']) }),
])
type Shapes = Readonly<Record<string, z.output<typeof shape>>>

const description = z.object({
  operations: z.record(z.string(), z.object({ input: reference.optional() })),
  shapes: z.record(z.string(), shape),
})

function problemsOf(value: unknown, name: string, path: string, shapes: Shapes): string[] {
  const found = shapes[name]
  if (!found) return [`${path}: the description has no shape ${name}`]
  const within = (inner: unknown, { shape: next }: { shape: string }, step: string) =>
    problemsOf(inner, next, `${path}.${step}`, shapes)
  switch (found.type) {
    case 'structure': {
      if (!isRecord(value)) return [`${path}: expected an object`]
      const missing = found.required.filter((member) => value[member] === undefined)
      return [
        ...missing.map((member) => `${path}: ${member} is required`),
        ...Object.entries(value).flatMap(([member, inner]) => {
          const known = found.members[member]
          return known ? within(inner, known, member) : [`${path}: there is no ${member}`]
        }),
      ]
    }
    case 'string':
      if (typeof value !== 'string') return [`${path}: expected a string`]
      if (found.enum && !found.enum.includes(value)) return [`${path}: "${value}" is none of those`]
      if (found.pattern !== undefined && !new RegExp(`^(?:${found.pattern})$`).test(value))
        return [`${path}: "${value}" does not match ${found.pattern}`]
      return outside(value.length, found, path)
    case 'list':
      if (!Array.isArray(value)) return [`${path}: expected a list`]
      return [
        ...outside(value.length, found, path),
        ...value.flatMap((item: unknown, index) => within(item, found.member, `${index}`)),
      ]
    case 'map':
      if (!isRecord(value)) return [`${path}: expected a map`]
      return Object.values(value).flatMap((item, index) => within(item, found.value, `${index}`))
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path}: expected true or false`]
    case 'timestamp':
    case 'blob':
      return []
    default:
      return typeof value === 'number'
        ? outside(value, found, path)
        : [`${path}: expected a number`]
  }
}

function outside(
  number: number,
  { min = -Infinity, max = Infinity }: { min?: number | undefined; max?: number | undefined },
  path: string,
): string[] {
  return number >= min && number <= max ? [] : [`${path}: ${number} is not in ${min}…${max}`]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
