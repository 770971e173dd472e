import { stripVTControlCharacters } from 'node:util'
import { expect, it } from 'vitest'
import { renderSnippet } from './snippet.ts'

it('shows escaped text as it was said', () => {
  const html = '1 &lt; 2 &amp;amp; it&#39;s <mark>&quot;bread&quot;</mark> rising'
  expect(stripVTControlCharacters(renderSnippet(html))).toBe('1 < 2 &amp; it\'s "bread" rising')
})

it('lets no escape sequence of a caption through', () => {
  expect(renderSnippet('a\u001b[2Jb\u0007c')).toBe('ab c')
})
