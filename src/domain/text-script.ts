/**
 * Scripts that put no space where a word ends. Hangul has spaces, but between phrases rather than words, and is
 * searched the same way.
 */
const ideographic = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々〆]/u
const unspaced = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** How the words of a piece of text are found: by spaces, by pairs of characters, or by a dictionary. */
export type WritingSystem = 'spaced' | 'ideographic' | 'unspaced'

export function writingSystemOf(character: string): WritingSystem {
  if (ideographic.test(character)) return 'ideographic'
  return unspaced.test(character) ? 'unspaced' : 'spaced'
}

/** Two pieces of running text in one: with a space, unless the script of both sides does without. */
export function joinText(before: string, after: string): string {
  if (before === '' || after === '') return before + after
  return before + textJoint(before, after) + after
}

export function textJoint(before: string, after: string): '' | ' ' {
  const last = Array.from(before.slice(-2)).at(-1) ?? ''
  const first = Array.from(after.slice(0, 2))[0] ?? ''
  return isWithoutSpaces(last) && isWithoutSpaces(first) ? '' : ' '
}

function isWithoutSpaces(character: string): boolean {
  return (
    /[。、「」『』！？・…]/u.test(character) ||
    (!/\p{Script=Hangul}/u.test(character) && writingSystemOf(character) !== 'spaced')
  )
}
