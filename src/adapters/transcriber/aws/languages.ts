import { LanguageCode } from '@aws-sdk/client-transcribe'
import { InvalidInputError } from '../../../domain/errors.ts'
import type { TranscriptionRequest } from '../../../ports/transcriber.ts'

/**
 * The language to ask for, as the service names it; null has it identified. Rejects with `invalid-input` one that the
 * service does not have. What an interrupted run identified is not identified anew.
 */
export function chooseLanguage({
  language,
  resumeLanguage,
}: Pick<TranscriptionRequest, 'language' | 'resumeLanguage'>): LanguageCode | null {
  if (language === null) return resumeLanguage === null ? null : toServiceCode(resumeLanguage)
  const code = toServiceCode(language)
  if (code !== null) return code
  throw new InvalidInputError(
    `AWS Transcribe does not have the language "${language}"; it has ${Array.from(codeOf.keys()).toSorted().join(', ')}.`,
    { remedy: 'Leave the language out to have it identified, or choose another transcriber.' },
  )
}

/** BCP 47 primary tag: `en` for `en-US`. */
export function primaryTag(code: string): string {
  return code.toLowerCase().split(/[-_]/)[0] ?? ''
}

function toServiceCode(tag: string): LanguageCode | null {
  const primary = primaryTag(tag)
  return codeOf.get(sameLanguage[primary] ?? primary) ?? null
}

/** Other names of the same language. */
const sameLanguage: Readonly<Record<string, string>> = {
  nb: 'no',
  fil: 'tl',
  iw: 'he',
  in: 'id',
  cmn: 'zh',
}

/** Which variety stands for a language that has several: the one with the most speakers. */
const commonest: readonly LanguageCode[] = [
  ...['ar-SA', 'ckb-IQ', 'de-DE', 'en-US', 'es-US', 'et-EE'],
  ...['fr-FR', 'pt-BR', 'sw-TZ', 'zh-CN'],
] as const

const codeOf: ReadonlyMap<string, LanguageCode> = new Map(
  [...Object.values(LanguageCode), ...commonest].map((code) => [primaryTag(code), code]),
)
