import { describe, expect, it } from 'vitest'
import { extensionOf, titleFromFileName } from './title.ts'

describe('titleFromFileName', () => {
  it.each([
    ['talk.mp4', 'talk'],
    ['The_origin.of_species.MKV', 'The origin of species'],
    ['Dr. Who is who.mp4', 'Dr. Who is who'],
    ['../../etc/passwd', 'passwd'],
    [String.raw`C:\Users\me\interview.mov`, 'interview'],
    ['line\nbreak.mp4', 'line break'],
    ['🎬.mp4', '🎬'],
    ['.mp4', 'Untitled'],
    ['', 'Untitled'],
  ])('makes %j into %j', (fileName, title) => {
    expect(titleFromFileName(fileName)).toBe(title)
  })

  it('cuts at 200 characters without breaking one', () => {
    expect(titleFromFileName(`${'🎬'.repeat(300)}.mp4`)).toBe('🎬'.repeat(200))
  })
})

describe('extensionOf', () => {
  it.each([
    ['a.MP4', '.mp4'],
    ['a', ''],
    ['a.b/c', ''],
    ['a.toolongextension', ''],
    ['a.m p', ''],
  ])('of %j is %j', (fileName, extension) => {
    expect(extensionOf(fileName)).toBe(extension)
  })
})
