import { describe, expect, it } from 'vitest'
import { analyzeText, termOf } from './analyze-text.ts'
import { guessLanguage } from './guess-language.ts'
import { stopWordsOf } from './stop-words.ts'

describe('analyzeText', () => {
  it.each([
    ['en', 'countries', 'country'],
    ['de', 'Häuser', 'Haus'],
    ['fr', 'chantait', 'chanter'],
    ['es', 'casas', 'casa'],
    ['it', 'gatti', 'gatto'],
    ['ru', 'книги', 'книга'],
    ['ar', 'المدرسة', 'مدرسة'],
    ['tr', 'evler', 'ev'],
    ['fi', 'talossa', 'talo'],
    ['sv', 'hundarna', 'hund'],
  ])('brings the forms of a word together in %s', (language, one, other) => {
    const [first] = analyzeText(one, language)
    const [second] = analyzeText(other, language)
    expect(first?.term).toBe(second?.term)
  })

  it('gives terms in ASCII letters and digits, with the language in front', () => {
    const text = 'Ärger C++ 東京 สวัสดี مرحبا йод 🔥 3.5 ' + 'lang'.repeat(50)
    for (const language of ['de', 'ja', 'en', null, 'xh', 'not a language'])
      for (const { term } of analyzeText(text, language))
        expect(term).toMatch(/^[a-z]{2}[a-z0-9]+$/)
    expect(termOf('gift', 'de')).not.toBe(termOf('gift', 'en'))
    expect(termOf('gift', 'xh')).toBe(termOf('gift', null))
  })
})

describe('stop words', () => {
  it('have the form of the words of a text', () => {
    expect(stopWordsOf('en').has('t')).toBe(true)
    expect(stopWordsOf('fr').has('etes')).toBe(true)
    expect(stopWordsOf('zh').has('我们')).toBe(true)
    expect(stopWordsOf('xx').size).toBe(0)
  })
})

describe('guessLanguage', () => {
  const guess = (text: string) => guessLanguage(analyzeText(text, null).map(({ word }) => word))

  it.each([
    ['en', 'And so the bread has to be in the oven for as long as it needs.'],
    ['de', 'Und dann ist das Brot so lange in dem Ofen wie es nötig ist.'],
    ['fr', 'Et puis le pain est dans le four pour le temps qui est nécessaire.'],
    ['es', 'Y luego el pan está en el horno todo el tiempo que sea necesario.'],
    ['ru', 'И потом хлеб стоит в печи так долго, как это нужно для него.'],
    [null, 'Kubernetes Docker Terraform Ansible'],
    [null, ''],
  ])('says %s', (language, text) => {
    expect(guess(text)).toBe(language)
  })
})
