import { describe, expect, it } from 'vitest'
import { speechModel } from '../../models/model-table.ts'
import { chooseLanguage } from './languages.ts'

const choose = (model: string, language: string | null, resumeLanguage: string | null = null) =>
  chooseLanguage(speechModel(model).recipe, { language, resumeLanguage })

describe('the language to recognise in', () => {
  it.each([
    ['whisper-base', 'de', { code: 'de', tag: 'de' }],
    ['whisper-base', 'pt-BR', { code: 'pt', tag: 'pt' }],
    ['whisper-base', 'JV', { code: 'jw', tag: 'jv' }],
    ['whisper-base', 'nb', { code: 'no', tag: 'no' }],
    ['whisper-base', null, { code: '', tag: null }],
    ['whisper-tiny.en', null, { code: '', tag: 'en' }],
    ['whisper-tiny.en', 'en', { code: '', tag: 'en' }],
    ['parakeet-tdt-0.6b-v3', 'fr', { code: '', tag: 'fr' }],
    ['parakeet-tdt-0.6b-v3', null, { code: '', tag: null }],
    ['sense-voice', 'ja', { code: 'ja', tag: 'ja' }],
  ])('of %s asked for %s', (model, language, expected) => {
    expect(choose(model, language)).toEqual(expected)
  })

  it.each([
    ['whisper-base', 'tlh'],
    ['whisper-base', ''],
    ['whisper-tiny.en', 'de'],
    ['parakeet-tdt-0.6b-v2', 'de'],
    ['sense-voice', 'en; drop'],
  ])('of %s cannot be %j', (model, language) => {
    expect(() => choose(model, language)).toThrow(
      expect.objectContaining({ code: 'invalid-input' }) as Error,
    )
  })

  it('stays what an interrupted run has detected', () => {
    expect(choose('whisper-base', null, 'ja')).toEqual({ code: 'ja', tag: 'ja' })
    expect(choose('whisper-base', null, 'yue')).toEqual({ code: 'yue', tag: 'yue' })
    expect(choose('whisper-base', null, 'no such')).toEqual({ code: '', tag: null })
  })

  it('is the given one even if another was detected', () => {
    expect(choose('whisper-base', 'de', 'nl')).toEqual({ code: 'de', tag: 'de' })
  })
})
