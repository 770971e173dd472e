import { InvalidInputError } from '../domain/errors.ts'
import { textWords } from '../domain/text-words.ts'

/** What a person asked for. */
export interface ParsedQuery {
  /** Everything that is looked for, phrases without their quotes: what the question means. */
  readonly wanted: string
  /** The words that stand in no phrase. */
  readonly loose: string
  readonly phrases: readonly string[]
  /** Words and phrases that must not be there. */
  readonly excluded: readonly string[]
  /** Names after `speaker:`, any of whom is meant; none: it does not matter who speaks. */
  readonly speakers: readonly string[]
}

/** A question is a sentence or two. Anything longer is a text that was pasted by mistake. */
const maxCharacters = 2000

/**
 * Reads words, `"exact phrases"`, `-exclusions`, `-"excluded phrases"` and `speaker:name` or `speaker:"a name"`. Every
 * other sign is no operator and is passed over. A quote without its other half is passed over as well. Throws `invalid-query` for what cannot be searched.
 */
export function parseQuery(text: string): ParsedQuery {
  if (text.length > maxCharacters) throw tooLong(text.length)
  const clean = text
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .normalize('NFC')
  const wanted: string[] = []
  const loose: string[] = []
  const phrases: string[] = []
  const excluded: string[] = []
  const speakers: string[] = []
  for (const { groups = {} } of withPlainQuotes(clean).matchAll(partPattern)) {
    const { word, phrase, excludedPhrase, excludedWord = excludedPhrase } = groups
    const { unwanted, quotedSpeaker, speaker = quotedSpeaker } = groups
    if (unwanted) throw cannotLeaveOut(unwanted)
    if (speaker?.trim()) speakers.push(speaker.trim())
    if (hasWords(excludedWord)) excluded.push(excludedWord)
    if (hasWords(word)) loose.push(word)
    if (hasWords(phrase)) phrases.push(phrase)
    if (hasWords(word ?? phrase)) wanted.push(word ?? phrase ?? '')
  }
  if (wanted.length === 0) throw nothingToFind(text, { excluded, speakers })
  return { wanted: wanted.join(' '), loose: loose.join(' '), phrases, excluded, speakers }
}

/** A minus counts after white space and before a word or a quote: `state-of-the-art`, `--help` and `3 - 2` exclude nothing. */
const partPattern =
  /(?<!\S)(?<unwanted>-speaker:[^\s"]*)|(?<!\S)speaker:(?:"(?<quotedSpeaker>[^"]*)"|(?<speaker>[^\s"]+))|(?<!\S)-"(?<excludedPhrase>[^"]*)"|"(?<phrase>[^"]*)"|(?<!\S)-(?<excludedWord>[\p{L}\p{N}][^\s"]*)|(?<word>[^\s"]+)/giu

function withPlainQuotes(text: string): string {
  return text.replaceAll(/[“”„‟«»＂「」『』]/gu, '"').replaceAll(/(?<!\S)\u2212/gu, '-')
}

function hasWords(text: string | undefined): text is string {
  return text !== undefined && textWords(text).length > 0
}

function tooLong(length: number): InvalidInputError {
  return new InvalidInputError(
    `A search has at most ${maxCharacters} characters; this one has ${length}.`,
    { code: 'invalid-query', remedy: 'Search for a sentence of it.' },
  )
}

function cannotLeaveOut(asked: string): InvalidInputError {
  return new InvalidInputError(`A speaker can be asked for and not left out (${asked}).`, {
    code: 'invalid-query',
    remedy: 'Ask for those who are wanted: speaker:anna speaker:ben.',
  })
}

function nothingToFind(
  text: string,
  { excluded, speakers }: Pick<ParsedQuery, 'excluded' | 'speakers'>,
): InvalidInputError {
  const code = 'invalid-query'
  if (text.trim() === '')
    return new InvalidInputError('The search is empty.', {
      code,
      remedy: 'Type a word, a question, or an "exact phrase".',
    })
  if (speakers.length > 0)
    return new InvalidInputError('The search says only who speaks.', {
      code,
      remedy: 'Add a word or a question to look for in what they say.',
    })
  if (excluded.length > 0)
    return new InvalidInputError('The search says only what must not be there.', {
      code,
      remedy: 'Add a word to look for before what is left out.',
    })
  return new InvalidInputError('The search has no letter and no number in it.', {
    code,
    remedy: 'Type a word, a question, or an "exact phrase".',
  })
}
