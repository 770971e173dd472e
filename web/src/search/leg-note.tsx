import type { SearchAnswer } from '../api/types.ts'
import { percent } from '../format/words.ts'

/** What did not take part in the search, in one calm line. */
export function LegNote({ legs }: { readonly legs: SearchAnswer['legs'] }) {
  const words = legWords(legs)
  if (words === null) return null
  // A library without a model has none on purpose: that is a fact, not a fault to explain at every search.
  return <span>{legs.semantic.state === 'off' ? 'words only' : words}</span>
}

/** Null when words and meaning were searched in all videos. */
export function legWords({ keyword, semantic }: SearchAnswer['legs']): string | null {
  if (keyword.state === 'failed') return `The words could not be searched. ${keyword.reason ?? ''}`
  switch (semantic.state) {
    case 'partial':
      return `Meaning covers ${percent(semantic.coverage)} so far.`
    case 'failed':
      return `Meaning could not be searched. ${semantic.reason ?? ''}`
    case 'off':
      return `Words only. ${semantic.reason ?? ''}`
    case 'ok':
      return null
  }
}
