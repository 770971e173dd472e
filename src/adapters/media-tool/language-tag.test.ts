import { expect, it } from 'vitest'
import { primaryLanguage } from './language-tag.ts'

it.each([
  ['eng', 'en'],
  ['ger', 'de'],
  ['deu', 'de'],
  ['fre', 'fr'],
  ['jpn', 'ja'],
  ['chi', 'zh'],
  ['zho', 'zh'],
  ['cze', 'cs'],
  ['yue', 'yue'],
  ['en', 'en'],
  ['EN-us', 'en'],
  ['pt_BR', 'pt'],
  ['zh-Hant-TW', 'zh'],
  [' spa ', 'es'],
])('%j is %s', (written, tag) => {
  expect(primaryLanguage(written)).toBe(tag)
})

it.each(['und', 'zxx', 'mul', 'mis', 'qaa', '', 'English', 'x', '???', '12', undefined])(
  '%j names no language',
  (written) => {
    expect(primaryLanguage(written)).toBeNull()
  },
)
