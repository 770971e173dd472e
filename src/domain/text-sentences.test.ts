import { describe, expect, it } from 'vitest'
import { endsSentence, sentenceSpans, wordSpans } from './text-sentences.ts'
import { joinText } from './text-script.ts'

const cut = (text: string, spans: { from: number; to: number }[]) =>
  spans.map(({ from, to }) => text.slice(from, to))

describe('sentenceSpans', () => {
  it.each([
    ['One. Two?  Three', ['One.', 'Two?', 'Three']],
    ['今日は晴れ。明日は雨。', ['今日は晴れ。', '明日は雨。']],
    ['  ', []],
  ])('cuts %j', (text, sentences) => {
    expect(cut(text, sentenceSpans(text))).toEqual(sentences)
  })
})

describe('wordSpans', () => {
  it('leaves punctuation with the word before it', () => {
    const text = ' Hello, world (really)! '
    expect(cut(text, wordSpans(text)).join('|')).toBe('Hello,|world|(|really)!')
  })
})

describe('endsSentence', () => {
  it.each(['End.', 'End?', '“End!”', '終わり。', 'انتهى؟', 'समाप्त।', 'end …'])(
    'after %s',
    (text) => {
      expect(endsSentence(text)).toBe(true)
    },
  )
  it.each(['and', 'so,', '', 'Mr', 'v2.0'])('not after %j', (text) => {
    expect(endsSentence(text)).toBe(false)
  })
})

describe('joinText', () => {
  it.each([
    ['one', 'two', 'one two'],
    ['東京', 'タワー', '東京タワー'],
    ['東京。', '明日', '東京。明日'],
    ['iPhone', 'を', 'iPhone を'],
    ['학교', '에서', '학교 에서'],
    ['', 'two', 'two'],
  ])('joins %j and %j', (before, after, joined) => {
    expect(joinText(before, after)).toBe(joined)
  })
})
