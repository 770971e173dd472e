import { describe, expect, it } from 'vitest'
import { analyzeQuery, isOnlyStopWords } from './analyze-query.ts'
import { parseQuery } from './parse-query.ts'

const analyze = (text: string, ...languages: (string | null)[]) =>
  analyzeQuery(parseQuery(text), languages)

describe('analyzeQuery', () => {
  it('knows each word in every language that is asked', () => {
    expect(analyze('running Häuser', 'en', 'de').words).toEqual([
      { word: 'running', terms: ['enrun', 'derunning'] },
      { word: 'hauser', terms: ['enhauser', 'dehaus'] },
    ])
  })

  it('leaves words that say nothing to the languages where they say something', () => {
    expect(analyze('die Hard', 'en', 'de').words).toEqual([
      { word: 'die', terms: ['endie'] },
      { word: 'hard', terms: ['enhard', 'dehard'] },
    ])
  })

  it('asks for all of them where there is nothing else', () => {
    const { hasWord, isSelective } = analyze('to be or not', 'en')
    expect(hasWord).toBe('((ento & enbe & enor & ennot))')
    expect(isSelective).toBe(true)
    expect(isOnlyStopWords('to be or not', ['en'])).toBe(true)
    expect(isOnlyStopWords('to bake', ['en'])).toBe(false)
  })

  it('asks for pairs of characters, and for a character only where it stands alone', () => {
    expect(analyze('東京塔 猫', 'zh').words.map(({ word }) => word)).toEqual(['東京', '京塔', '猫'])
  })

  it('puts phrases and exclusions into the condition', () => {
    const { condition } = analyze('"warm oven" -salt -"cold oven"', 'en')
    expect(condition).toBe('(((enwarm <1> enoven)) & !(((ensalt))) & !(((encold <1> enoven))))')
    expect(analyze('warm oven', 'en').condition).toBeNull()
  })

  it('takes the letters of what says something', () => {
    expect(analyze('the cyber security', 'en').letterRuns).toEqual(
      analyze('cybersecurity', 'en').letterRuns,
    )
    expect(analyze('oven', 'en').letterRuns).toEqual([])
  })
})
