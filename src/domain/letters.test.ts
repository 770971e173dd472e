import { expect, it } from 'vitest'
import { letterRuns, lettersOf } from './letters.ts'

it('joins the letters of words, so that it does not matter how they were cut', () => {
  expect(lettersOf(['cyber', 'security'])).toBe(lettersOf(['cybersecurity']))
})

it('has only the letters a to z, whatever the script', () => {
  expect(lettersOf(['gpt4', 'йод', '東京', '🔥'])).toMatch(/^[a-z]+$/)
})

it('gives every run of five once, in order', () => {
  expect(letterRuns('abcdefg')).toEqual(['abcde', 'bcdef', 'cdefg'])
  expect(letterRuns('aaaaaaa')).toEqual(['aaaaa'])
  expect(letterRuns('abcd')).toEqual([])
})
