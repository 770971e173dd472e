import { snippetParts, type SnippetPart } from './snippet-parts.ts'

/** A snippet cut so that at most about `lead` letters stand before its first found word. */
export function leadIn(html: string, lead: number): SnippetPart[] {
  const parts = snippetParts(html)
  const [first, second] = parts
  if (!first || first.isMarked || !second || first.text.length <= lead) return parts
  const from = first.text.indexOf(' ', first.text.length - lead)
  const tail = first.text.slice(from === -1 ? -lead : from + 1)
  return [{ text: `… ${tail}`, isMarked: false }, ...parts.slice(1)]
}
