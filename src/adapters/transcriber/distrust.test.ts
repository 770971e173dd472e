import { describe, expect, it } from 'vitest'
import { reasonToDistrust } from './distrust.ts'

describe('a text', () => {
  it.each([
    ['', 10],
    ['And so my fellow Americans, ask not what your country can do for you.', 6],
    ['No, no, no, no!', 2],
    ['Thank you. Thank you. Thank you.', 4],
    ['このツールを使用すると、オーディオデータを文字起こしすることなく検査できます。', 9],
  ])('is trusted when it can be what was said: %j in %i s', (text, seconds) => {
    expect(reasonToDistrust(text, seconds)).toBeNull()
  })

  it.each([
    'I am going to the store. '.repeat(12),
    'Thank you. Thank you. Thank you. Thank you.',
    'la la la la la la la la',
    'ご視聴ありがとうございました。'.repeat(10),
  ])('is a loop when it says the same again and again: %j', (text) => {
    expect(reasonToDistrust(text, 28)).toContain('again and again')
  })

  it('is too much for the time in which somebody spoke', () => {
    const text =
      'Subscribe to the channel and press the bell so that you never miss a new video about gardens.'
    expect(reasonToDistrust(text, 1)).toContain('more words')
    expect(reasonToDistrust(text, 6)).toBeNull()
  })
})
