/**
 * Text in one line of nothing but what can be read: control characters would break what comes after, marks of direction
 * and zero width would hide words from a search.
 */
export function tidyText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\s\u2028\u2029]+/g, ' ')
    .replaceAll(/[\p{Cc}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu, '')
}
