import { describe, expect, it } from 'vitest'
import { parseCaptions } from './parse-captions.ts'

describe('encodings', () => {
  it.each([
    ['windows-1252', 'Où êtes-vous allés cet été, mes chers élèves ? Était-ce déjà fini ?'],
    ['windows-1250', 'Dnes budeme mluvit o tom, jak kyne těsto, a proč je chléb tak měkký.'],
    ['windows-1251', 'Сегодня мы поговорим о том, как поднимается тесто.'],
    ['koi8-r', 'Сегодня мы поговорим о том, как поднимается тесто.'],
    ['windows-1253', 'Σήμερα μιλάμε για το πώς φουσκώνει το ψωμί.'],
    ['shift_jis', '今日はパンの膨らみ方について話します。酵母は砂糖を食べて、ガスを出します。'],
    ['euc-jp', '今日はパンの膨らみ方について話します。酵母は砂糖を食べて、ガスを出します。'],
    ['gb18030', '今天我们来谈谈面包是怎么发起来的。酵母吃糖，放出气体。'],
    ['big5', '今天我們來談談麵包是怎麼發起來的。酵母吃糖，放出氣體。'],
    ['euc-kr', '오늘은 빵이 어떻게 부풀어 오르는지 이야기하겠습니다.'],
  ])('that a file does not name are told by their looks: %s', (encoding, text) => {
    const { segments, warnings } = parseCaptions(encodeAs(encoding, srt(text)))
    expect(segments[0]?.text).toBe(text)
    expect(warnings).toEqual([expect.stringContaining('do not say their encoding')])
  })

  it.each([
    ['UTF-8', utf8(`\ufeff${srt('Grüße 日本')}`)],
    ['UTF-8 without a mark', utf8(srt('Grüße 日本'))],
    ['UTF-16', utf16(`\ufeff${srt('Grüße 日本')}`)],
    ['UTF-16, big-endian', utf16(`\ufeff${srt('Grüße 日本')}`).swap16()],
    ['UTF-16 without a mark', utf16(srt('Grüße 日本'))],
    ['UTF-16, big-endian, without a mark', utf16(srt('Grüße 日本')).swap16()],
  ])('are read without a word: %s', (_, bytes) => {
    const { segments, warnings } = parseCaptions(bytes)
    expect(segments[0]?.text).toBe('Grüße 日本')
    expect(warnings).toEqual([])
  })

  it('stay UTF-8 where a letter is broken among many that are not', () => {
    const bytes = Buffer.concat([utf8(srt('Grüße 日本 '.repeat(20)).trim()), Buffer.from([0xc3])])
    const { segments, warnings } = parseCaptions(bytes)
    expect(segments[0]?.text).toMatch(/^Grüße 日本 .*\ufffd$/)
    expect(warnings).toEqual(['1 letter of the captions could not be read (as UTF-8).'])
  })
})

function srt(text: string): string {
  return `1\n00:00:01,000 --> 00:00:04,000\n${text}\n`
}

function utf8(text: string): Buffer {
  return Buffer.from(text)
}

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le')
}

/** Node writes UTF-8 only, but reads everything: the way back is found by reading every letter of one or two bytes. */
function encodeAs(encoding: string, text: string): Uint8Array {
  const decoder = new TextDecoder(encoding)
  const bytesOf = new Map<string, number[]>()
  for (let first = 0; first < 256; first += 1) {
    for (let second = 0x40; first > 0x7f && second < 256; second += 1) {
      bytesOf.set(decoder.decode(Uint8Array.of(first, second)), [first, second])
    }
    bytesOf.set(decoder.decode(Uint8Array.of(first)), [first])
  }
  return Uint8Array.from(Array.from(text).flatMap((letter) => bytesOf.get(letter) ?? []))
}
