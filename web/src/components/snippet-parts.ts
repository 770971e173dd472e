export interface SnippetPart {
  readonly text: string
  readonly isMarked: boolean
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
}

/**
 * The text of a snippet and which parts are marked. The API's HTML knows `<mark>` and entities only; any other tag stays
 * text, so that nothing from a transcript ever becomes markup.
 */
export function snippetParts(html: string): SnippetPart[] {
  const parts: SnippetPart[] = []
  let isMarked = false
  for (const piece of html.split(/(<\/?mark>)/)) {
    if (piece === '<mark>') isMarked = true
    else if (piece === '</mark>') isMarked = false
    else if (piece !== '') parts.push({ text: decode(piece), isMarked })
  }
  return parts
}

/** The different words that are marked, in lower case. */
export function markedWords(html: string): Set<string> {
  return new Set(
    snippetParts(html).flatMap(({ text, isMarked }) => (isMarked ? [text.toLowerCase()] : [])),
  )
}

function decode(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi,
    (whole, hex, decimal, name) => {
      if (typeof name === 'string') return entities[name] ?? whole
      const code = typeof hex === 'string' ? parseInt(hex, 16) : Number(decimal)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}
