import { InvalidInputError } from '../../domain/errors.ts'
import type { TranscriptionRequest } from '../../ports/transcriber.ts'
import type { LocalRecipe } from './speech-recipe.ts'

export interface SpokenLanguage {
  /** As the model names it; '' has it detected, or the model does not ask. */
  readonly code: string
  /** BCP 47 primary tag, null while it is unknown. */
  readonly tag: string | null
}

/** The language to recognise in. Rejects with `invalid-input` one that the model does not have. */
export function chooseLanguage(
  recipe: LocalRecipe,
  { language, resumeLanguage }: Pick<TranscriptionRequest, 'language' | 'resumeLanguage'>,
): SpokenLanguage {
  const known = languagesOf(recipe)
  if (language !== null) {
    const code = toModelCode(language)
    if (!known.includes(code)) throw unknownLanguage(language, known)
    return { code: isAsked(recipe) ? code : '', tag: toTag(code) }
  }
  const [only] = known
  if (known.length === 1 && only !== undefined)
    return { code: isAsked(recipe) ? only : '', tag: only }
  // Cantonese is known to the latest Whisper alone, which then has detected it.
  const resumed = resumeLanguage === null ? '' : toModelCode(resumeLanguage)
  const isKnown = known.includes(resumed) || resumed === 'yue'
  return isKnown
    ? { code: isAsked(recipe) ? resumed : '', tag: toTag(resumed) }
    : { code: '', tag: null }
}

/** BCP 47 for the name that a model gave. */
export function toTag(code: string): string {
  return code === 'jw' ? 'jv' : code
}

/** Whether the model recognises in one language and wants to know which. */
export function isAsked(recipe: LocalRecipe): boolean {
  return recipe.family === 'sense-voice' || (recipe.family === 'whisper' && !recipe.isEnglishOnly)
}

/** Other names of the same language: older codes, and parts of a language that models do not tell apart. */
const sameLanguage: Readonly<Record<string, string>> = {
  jv: 'jw',
  nb: 'no',
  fil: 'tl',
  iw: 'he',
  in: 'id',
  ji: 'yi',
  cmn: 'zh',
}

/** The primary tag as Whisper names the language. */
export function toModelCode(tag: string): string {
  const primary = tag.toLowerCase().split(/[-_]/)[0] ?? ''
  return sameLanguage[primary] ?? primary
}

function languagesOf(recipe: LocalRecipe): readonly string[] {
  if (recipe.family !== 'whisper') return recipe.languages
  return recipe.isEnglishOnly ? ['en'] : whisperLanguages
}

export function unknownLanguage(language: string, known: readonly string[]): InvalidInputError {
  return new InvalidInputError(
    `The speech model does not have the language "${language}"; it has ${known.toSorted().join(', ')}.`,
    { remedy: 'Leave the language out to have it detected, or choose another model.' },
  )
}

/** What every multilingual Whisper knows. Another code ends the process of the recogniser. */
export const whisperLanguages: readonly string[] =
  'en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su'.split(
    ' ',
  )
