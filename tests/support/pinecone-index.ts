import { z } from 'zod'

/** What an index answers: a status of HTTP and a body. */
export interface IndexAnswer {
  readonly status: number
  readonly body: unknown
}

const metadata = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]),
)
const upsert = z.object({
  namespace: z.string(),
  vectors: z.array(
    z.object({ id: z.string(), values: z.array(z.number()), metadata: metadata.optional() }),
  ),
})
const filter = z.record(z.string(), z.strictObject({ $in: z.array(z.string()) }))
const query = z.object({
  namespace: z.string(),
  topK: z.number(),
  vector: z.array(z.number()),
  filter: filter.optional(),
})
const deletion = z.object({ namespace: z.string(), ids: z.array(z.string()) })

type Vector = z.infer<typeof upsert>['vectors'][number]

/** An index that really stores vectors and compares them, with the limits of a real one; a write is seen some reads later. */
export class PineconeIndex {
  readonly #namespaces = new Map<string, Map<string, Vector>>()
  readonly #unseen: { readsLeft: number; apply: () => void }[] = []
  readonly #known = new Set<string>()
  readonly #dimension: number
  readonly #metric: string
  readonly #seenAfterReads: number

  constructor(dimension: number, metric: string, seenAfterReads: number) {
    this.#dimension = dimension
    this.#metric = metric
    this.#seenAfterReads = seenAfterReads
  }

  /** Everything that was written is seen. */
  settle(): void {
    for (const { apply } of this.#unseen.splice(0)) apply()
  }

  clear(): void {
    this.#unseen.length = 0
    this.#namespaces.clear()
    this.#known.clear()
  }

  upsert(body: unknown, bytes: number): IndexAnswer {
    const { namespace, vectors } = upsert.parse(body)
    if (bytes > 2 * 1024 * 1024)
      return refusal(
        11,
        `Request size ${bytes} exceeds the maximum supported size of 2097152 bytes`,
      )
    if (vectors.length > 1000) return refusal(3, `Batch size exceeds 1000: ${vectors.length}`)
    if (new Set(vectors.map(({ id }) => id)).size < vectors.length)
      return refusal(3, 'The same id stands in a batch more than once')
    for (const vector of vectors) {
      const problem = this.#problemWith(vector)
      if (problem !== null) return refusal(3, problem)
    }
    this.#known.add(namespace)
    this.#write(() => {
      const there = this.#namespaces.get(namespace) ?? new Map<string, Vector>()
      this.#namespaces.set(namespace, there)
      for (const vector of vectors) there.set(vector.id, vector)
    })
    return { status: 200, body: { upsertedCount: vectors.length } }
  }

  delete(body: unknown): IndexAnswer {
    const { namespace, ids } = deletion.parse(body)
    if (ids.length > 1000) return refusal(3, `More than 1000 ids: ${ids.length}`)
    if (!this.#known.has(namespace)) return noNamespace
    this.#write(() => ids.forEach((id) => this.#namespaces.get(namespace)?.delete(id)))
    return { status: 200, body: {} }
  }

  deleteNamespace(namespace: string): IndexAnswer {
    if (!this.#known.delete(namespace)) return noNamespace
    this.#write(() => this.#namespaces.delete(namespace))
    return { status: 200, body: {} }
  }

  query(body: unknown): IndexAnswer {
    this.#read()
    const { namespace, topK, vector, filter: conditions = {} } = query.parse(body)
    if (topK > 10_000) return refusal(3, 'topK is more than 10000')
    if (vector.length !== this.#dimension) return refusal(3, this.#otherDimension(vector.length))
    const widest = Object.values(conditions).find(({ $in }) => $in.length > 10_000)
    if (widest) return refusal(3, `$in has ${widest.$in.length} values, 10000 are allowed`)
    const allowed = Object.entries(conditions).map(([key, { $in }]) => ({ key, $in: new Set($in) }))
    const matches = [...(this.#namespaces.get(namespace)?.values() ?? [])]
      .filter((each) => allowed.every(({ key, $in }) => $in.has(String(each.metadata?.[key]))))
      .map(({ id, values }) => ({ id, score: Math.fround(cosine(values, vector)) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, topK)
    return { status: 200, body: { matches, namespace, usage: { readUnits: 1 } } }
  }

  /** A hundred ids at once, in order. */
  list(parameters: URLSearchParams): IndexAnswer {
    this.#read()
    const namespace = parameters.get('namespace') ?? ''
    const after = parameters.get('paginationToken') ?? ''
    const left = [...(this.#namespaces.get(namespace)?.keys() ?? [])]
      .filter((id) => id > after)
      .sort()
    const page = left.slice(0, 100)
    const pagination = left.length > page.length && { pagination: { next: page.at(-1) } }
    return { status: 200, body: { vectors: page.map((id) => ({ id })), namespace, ...pagination } }
  }

  stats(): IndexAnswer {
    this.#read()
    const namespaces = [...this.#namespaces].map(
      ([name, { size }]) => [name, { vectorCount: size }] as const,
    )
    const total = [...this.#namespaces.values()].reduce((sum, { size }) => sum + size, 0)
    return {
      status: 200,
      body: {
        namespaces: Object.fromEntries(namespaces),
        dimension: this.#dimension,
        metric: this.#metric,
        vectorType: 'dense',
        indexFullness: 0,
        totalVectorCount: total,
      },
    }
  }

  #write(apply: () => void): void {
    if (this.#seenAfterReads === 0) apply()
    else this.#unseen.push({ readsLeft: this.#seenAfterReads, apply })
  }

  #read(): void {
    for (const write of this.#unseen) write.readsLeft -= 1
    while (this.#unseen[0] && this.#unseen[0].readsLeft < 0) this.#unseen.shift()?.apply()
  }

  #problemWith({ id, values, metadata: facts }: Vector): string | null {
    if (id.length > 512) return 'An id is longer than 512'
    if (values.length !== this.#dimension) return this.#otherDimension(values.length)
    if (values.every((value) => value === 0))
      return 'Dense vectors must contain at least one non-zero value.'
    return JSON.stringify(facts ?? {}).length > 40_960 ? 'Metadata exceeds 40960 bytes' : null
  }

  #otherDimension(found: number): string {
    return `Vector dimension ${found} does not match the dimension of the index ${this.#dimension}`
  }
}

function refusal(code: number, message: string): IndexAnswer {
  return { status: 400, body: { code, message, details: [] } }
}

const noNamespace: IndexAnswer = {
  status: 404,
  body: { code: 5, message: 'Namespace not found', details: [] },
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const product = a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0)
  return product / (Math.hypot(...a) * Math.hypot(...b))
}
