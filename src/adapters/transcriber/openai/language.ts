import type { TranscriptionRequest } from '../../../ports/transcriber.ts'
import { toModelCode, toTag, unknownLanguage, whisperLanguages } from '../languages.ts'

/** What the server is told; null has it detected. Rejects with `invalid-input` what no such model knows. */
export function languageToAsk({
  language,
  resumeLanguage,
}: Pick<TranscriptionRequest, 'language' | 'resumeLanguage'>): string | null {
  if (language === null) return resumeLanguage === null ? null : toModelCode(resumeLanguage)
  const code = toModelCode(language)
  if (!whisperLanguages.includes(code)) throw unknownLanguage(language, whisperLanguages)
  return code
}

/** BCP 47 primary tag of what a server calls the language: a code, or a name such as "english". */
export function tagOf(language: string): string | null {
  const said = language.trim().toLowerCase()
  const code = codeOfName.get(said) ?? toModelCode(said)
  return /^[a-z]{2,3}$/.test(code) ? toTag(code) : null
}

const english = new Intl.DisplayNames('en', { type: 'language' })

/** Whisper's own names where they are not those of Unicode. */
const codeOfName: ReadonlyMap<string, string> = new Map([
  ...whisperLanguages.map((code): [string, string] => [
    (english.of(toTag(code)) ?? code).toLowerCase(),
    code,
  ]),
  ['mandarin', 'zh'],
  ['cantonese', 'yue'],
  ['castilian', 'es'],
  ['valencian', 'ca'],
  ['flemish', 'nl'],
  ['myanmar', 'my'],
  ['moldavian', 'ro'],
  ['pushto', 'ps'],
  ['panjabi', 'pa'],
  ['sinhalese', 'si'],
  ['haitian', 'ht'],
  ['letzeburgesch', 'lb'],
  ['nynorsk', 'nn'],
  ['tagalog', 'tl'],
])
