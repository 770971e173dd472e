import { describe, expect, it } from 'vitest'
import { languageCodesFor, tagOf } from './language-codes.ts'

describe('the language that Google is asked for', () => {
  it.each([
    ['en', 'en-US'],
    ['de', 'de-DE'],
    ['zh', 'cmn-Hans-CN'],
    ['he', 'iw-IL'],
    ['iw', 'iw-IL'],
    ['nb', 'no-NO'],
    ['pa', 'pa-Guru-IN'],
    ['yue', 'yue-Hant-HK'],
    ['pt-PT', 'pt-PT'],
  ])('for %s is %s', (tag, code) => {
    expect(languageCodesFor(tag, 'long')).toEqual([code])
  })

  it.each(['chirp_2', 'chirp_3'])('is left to %s when none is given', (model) => {
    expect(languageCodesFor(null, model)).toEqual(['auto'])
  })

  it.each(['long', 'telephony', 'chirp'])('has to be given to %s', (model) => {
    expect(() => languageCodesFor(null, model)).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    )
  })

  it('is refused when the service does not have it', () => {
    expect(() => languageCodesFor('tlh', 'chirp_2')).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    )
  })

  it.each([
    ['en-us', 'en'],
    ['cmn-hans-cn', 'zh'],
    ['iw-il', 'he'],
    ['fil-PH', 'fil'],
    ['auto', null],
    ['', null],
  ])('%s is the tag %s', (code, tag) => {
    expect(tagOf(code)).toBe(tag)
  })
})
