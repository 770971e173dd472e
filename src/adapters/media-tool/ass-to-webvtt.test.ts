import { describe, expect, it } from 'vitest'
import { assToWebVtt } from './ass-to-webvtt.ts'

const line = (text: string, actor = '') =>
  `Dialogue: 0,0:00:01.50,1:02:03.04,Default,${actor},0,0,0,,${text}`
const cue = (text: string) => `WEBVTT\n\n00:00:01.500 --> 01:02:03.040\n${text}\n`

describe('ASS as WebVTT', () => {
  it.each([
    ['commas, of all things', 'commas, of all things'],
    ['{\\pos(10,20)\\i1}Good{\\i0} {\\b1}morning', 'Good morning'],
    ['first\\Nsecond\\nthird', 'first\nsecond\nthird'],
    ['a\\N\\N{\\i1}\\Nb', 'a\nb'],
    ['hard\\hspace', 'hard space'],
    ['{\\k20}ka{\\k30}ra{\\kf9}oke', 'karaoke'],
    ['{\\p1}m 0 0 l 100 0{\\p0}after', 'after'],
    ['{\\an7\\p4}m 0 0{\\i1} l 1 1{\\p0\\pos(1,1)}after', 'after'],
    ['R&D <b>', 'R&amp;D &lt;b&gt;'],
    ['\\{literal\\}', '{literal}'],
    ['a back\\\u2060slash', 'a back\\slash'],
    ['{never closed', '{never closed'],
  ])('makes %j plain', (written, plain) => {
    expect(assToWebVtt(line(written))).toBe(cue(plain))
  })

  it('keeps the actor as the speaker', () => {
    expect(assToWebVtt(line('Hello', 'Bob <x>'))).toBe(cue('<v Bob &lt;x&gt;>Hello'))
  })

  it('passes over headers, comments, drawings and empty lines', () => {
    const lines = ['[Events]', 'Format: Layer, Start', line('{\\p1}m 0 0'), line('{\\i1}')]
    const comment = line('note').replace('Dialogue', 'Comment')
    expect(assToWebVtt([...lines, comment, line('kept')].join('\r\n'))).toBe(cue('kept'))
  })

  it('gives an empty file for no lines', () => {
    expect(assToWebVtt('')).toBe('WEBVTT\n')
  })
})
