import { InvalidInputError } from '../../../domain/errors.ts'

/**
 * What the service wants to hear of the language: a code with a region for a primary tag, `auto` for none. Rejects with
 * `invalid-input` a language that the service does not have, and none for a model that does not detect it.
 */
export function languageCodesFor(language: string | null, model: string): string[] {
  if (language === null) {
    if (detectsLanguage(model)) return ['auto']
    throw new InvalidInputError(
      `The model "${model}" of Google does not detect the language, and none was given for this video.`,
      { remedy: 'Set the language of the video, or CUEPOINT_GOOGLE_MODEL to chirp_2 or chirp_3.' },
    )
  }
  const [primary = '', ...rest] = language.toLowerCase().split(/[-_]/)
  const code = codes.get(sameLanguage[primary] ?? primary)
  if (code === undefined)
    throw new InvalidInputError(
      `Google Speech-to-Text does not have the language "${language}"; it has ${[...codes.keys()].join(', ')}.`,
      { remedy: 'Set another language, or use another transcriber for this video.' },
    )
  return [rest.length > 0 ? language.replaceAll('_', '-') : code]
}

/** BCP 47 primary tag for a code that the service gave, such as `en-us` or `cmn-hans-cn`. Null for `auto` and nothing. */
export function tagOf(code: string): string | null {
  const primary = code.toLowerCase().split(/[-_]/)[0] ?? ''
  if (!/^[a-z]{2,3}$/.test(primary)) return null
  return usualTag[primary] ?? primary
}

/** https://cloud.google.com/speech-to-text/v2/docs/chirp_2-model: the models that detect the language. */
function detectsLanguage(model: string): boolean {
  return /^chirp_\d/.test(model)
}

/** Other names of what the table has. */
const sameLanguage: Readonly<Record<string, string>> = {
  cmn: 'zh',
  iw: 'he',
  in: 'id',
  nb: 'no',
  tl: 'fil',
  jw: 'jv',
}

const usualTag: Readonly<Record<string, string>> = { cmn: 'zh', iw: 'he', in: 'id', jw: 'jv' }

/** https://cloud.google.com/speech-to-text/v2/docs/speech-to-text-supported-languages: a usual region for each language. */
const codes = new Map(
  'af-ZA am-ET ar-EG as-IN az-AZ be-BY bg-BG bn-IN bs-BA ca-ES cs-CZ cy-GB da-DK de-DE el-GR en-US es-ES et-EE eu-ES fa-IR fi-FI fil-PH fr-FR ga-IE gl-ES gu-IN ha-NG he=iw-IL hi-IN hr-HR hu-HU hy-AM id-ID is-IS it-IT ja-JP jv-ID ka-GE kk-KZ km-KH kn-IN ko-KR lb-LU lo-LA lt-LT lv-LV mi-NZ mk-MK ml-IN mn-MN mr-IN ms-MY mt-MT my-MM ne-NP nl-NL no-NO or-IN pa=pa-Guru-IN pl-PL ps-AF pt-BR ro-RO ru-RU si-LK sk-SK sl-SI so-SO sq-AL sr-RS su-ID sv-SE sw-KE ta-IN te-IN tg-TJ th-TH tr-TR uk-UA ur-PK uz-UZ vi-VN xh-ZA yo-NG yue=yue-Hant-HK zh=cmn-Hans-CN zu-ZA'
    .split(' ')
    .map((row): [string, string] => {
      const [tag = '', code] = row.split('=')
      return code === undefined ? [row.split('-')[0] ?? '', row] : [tag, code]
    }),
)
