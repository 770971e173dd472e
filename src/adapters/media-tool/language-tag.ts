/**
 * The BCP 47 primary tag of a track's language (`eng` and `en-US` are `en`, `ger` and `deu` are `de`), null where the file
 * names none. Containers hold ISO 639-2 codes of both kinds, tags, and whatever a program wrote.
 */
export function primaryLanguage(written: string | undefined): string | null {
  try {
    const { language } = new Intl.Locale((written ?? '').trim().replaceAll('_', '-'))
    return /^[a-z]{2,3}$/.test(language) && !isNoLanguage(language) ? language : null
  } catch {
    return null
  }
}

/** Undetermined, none, several, uncoded; `qaa` to `qtz` are for private use. */
function isNoLanguage(tag: string): boolean {
  return ['und', 'zxx', 'mul', 'mis'].includes(tag) || /^q[a-t][a-z]$/.test(tag)
}
