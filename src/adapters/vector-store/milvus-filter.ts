import type { VectorFilter } from '../../ports/vector-store.ts'

/** Values of one list in an expression; the server parses it anew for each search. */
const maxFilterValues = 5000

/** The expressions that searches together have to pass: '' for everything, none for a filter that nothing passes. */
export function milvusFilters({ videoIds, languages: asked }: VectorFilter): string[] {
  // An empty text stands for no language there.
  const languages = asked?.filter((language) => language !== '')
  if (videoIds?.length === 0 || languages?.length === 0) return []
  const spoken = languages ? [among('language', languages)] : []
  if (!videoIds) return [spoken.join('')]
  const ids = [...new Set(videoIds)]
  return Array.from({ length: Math.ceil(ids.length / maxFilterValues) }, (_, part) =>
    [
      among('video_id', ids.slice(part * maxFilterValues, (part + 1) * maxFilterValues)),
      ...spoken,
    ].join(' and '),
  )
}

/** `field in ["a", "b"]` */
export function among(field: string, values: readonly string[]): string {
  return `${field} in [${values.map(quoted).join(', ')}]`
}

/** Milvus reads the escapes of JSON; nothing in a value can end the text that it stands in. */
export function quoted(value: string): string {
  return JSON.stringify(value)
}
