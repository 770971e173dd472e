import type { System } from '../api/types.ts'
import { formatBytes } from '../format/bytes.ts'
import { percent } from '../format/words.ts'

export type Part = System['parts'][number]

export const partNames: Readonly<Record<Part['name'], string>> = {
  database: 'Database',
  files: 'Files',
  media: 'Media tools',
  recogniser: 'Speech recognition',
  speakers: 'Speakers',
  embedder: 'Meaning',
  vectors: 'Index of meaning',
  fulltext: 'Index of words',
  queue: 'Work to do',
}

export const stateWords: Readonly<Record<Part['state'], string>> = {
  ok: 'Works',
  attention: 'Asks for attention',
  failed: 'Does not work',
  off: 'Off',
}

/** All parts in one sentence. */
export function overallWords(parts: readonly Part[]): string {
  const count = (state: Part['state']) => parts.filter((part) => part.state === state).length
  const failed = count('failed')
  const attention = count('attention')
  if (failed + attention === 0) return 'Everything works.'
  const words = [
    ...(failed > 0 ? [`${failed} ${failed === 1 ? 'part does' : 'parts do'} not work`] : []),
    ...(attention > 0 ? [`${attention} ${attention === 1 ? 'asks' : 'ask'} for attention`] : []),
  ]
  return `${words.join(', ')}.`
}

/** The facts of a part, for a person. */
export function factsOf({ details }: Pick<Part, 'details'>): { name: string; value: string }[] {
  return Object.entries(details).flatMap(([key, value]) =>
    value === null ? [] : [{ name: nameOf(key), value: valueOf(key, value) }],
  )
}

function nameOf(key: string): string {
  const words = key.replace(/_bytes$/, '').replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function valueOf(key: string, value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value
  if (key.endsWith('_bytes')) return formatBytes(value)
  return key === 'coverage' ? percent(value) : value.toLocaleString('en')
}
