import { styleText } from 'node:util'
import { plain } from '../output.ts'

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&amp;': '&',
}

/** A snippet of the API (escaped HTML, found words in `<mark>`) as a line for a terminal; without colours the marks fall away. */
export function renderSnippet(html: string): string {
  return html
    .split(/(<mark>.*?<\/mark>)/s)
    .map((part) => {
      const marked = /^<mark>(.*)<\/mark>$/s.exec(part)?.[1]
      return marked === undefined ? decode(part) : styleText(['bold', 'yellow'], decode(marked))
    })
    .join('')
}

function decode(html: string): string {
  return plain(
    html.replace(/&(?:lt|gt|quot|#39|#x27|amp);/g, (entity) => entities[entity] ?? entity),
  )
}
