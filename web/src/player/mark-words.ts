import type { SnippetPart } from '../components/snippet-parts.ts'

const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/** Finds the words that a search found again in other text. Null when there are none. */
export function wordMatcher(words: ReadonlySet<string>): RegExp | null {
  if (words.size === 0) return null
  const forms = [...words]
    .toSorted((a, b) => b.length - a.length)
    .map((word) => {
      const escaped = word.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
      return spaceless.test(word)
        ? escaped
        : String.raw`(?<![\p{L}\p{N}])${escaped}(?![\p{L}\p{N}])`
    })
  return new RegExp(forms.join('|'), 'giu')
}

/** A text in parts, the found words marked. */
export function markWords(text: string, matcher: RegExp | null): SnippetPart[] {
  if (!matcher) return [{ text, isMarked: false }]
  const parts: SnippetPart[] = []
  let end = 0
  for (const match of text.matchAll(matcher)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), isMarked: false })
    parts.push({ text: match[0], isMarked: true })
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push({ text: text.slice(end), isMarked: false })
  return parts
}
