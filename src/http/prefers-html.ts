/**
 * Whether a client would rather have a page than JSON (RFC 9110, 12.5.1): browsers name `text/html` when a person goes to
 * an address; programs name JSON, or take anything.
 */
export function prefersHtml(accept: string | undefined): boolean {
  const html = qualityOf('text/html', accept)
  return html > 0 && html > qualityOf('application/json', accept)
}

/** The weight of the most telling range that covers the type. */
function qualityOf(type: string, accept = ''): number {
  const ranges = accept.split(',').map((part) => {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
    const weight = parameters.find((parameter) => parameter.startsWith('q='))
    return { range, quality: weight === undefined ? 1 : Number(weight.slice(2)) || 0 }
  })
  const names = [type, `${type.split('/')[0] ?? ''}/*`, '*/*']
  for (const name of names) {
    const found = ranges.find(({ range }) => range === name)
    if (found) return found.quality
  }
  return 0
}
