/** `en` for `en` as for `english`, as Whisper names languages; undefined when it is neither. */
export function languageTag(language: string | undefined): string | undefined {
  const name = language?.trim().toLowerCase()
  if (name === undefined || /^(?:auto|und|unknown|)$/.test(name)) return undefined
  if (/^[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*$/.test(name)) return name.replaceAll('_', '-')
  return tagsByName().get(name)
}

let byName: Map<string, string> | undefined

function tagsByName(): Map<string, string> {
  if (byName) return byName
  byName = new Map()
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
  const letters = Array.from('abcdefghijklmnopqrstuvwxyz')
  for (const first of letters) {
    for (const second of letters) {
      const name = names.of(first + second)
      if (name !== undefined) byName.set(name.toLowerCase(), first + second)
    }
  }
  return byName
}
