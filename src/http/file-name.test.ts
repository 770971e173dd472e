import { describe, expect, it } from 'vitest'
import { cleanFileName } from './file-name.ts'

describe('cleanFileName', () => {
  it.each([
    ['talk.mp4', 'talk.mp4'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\talk.mp4', 'talk.mp4'],
    ['two\r\nlines.mp4', 'two lines.mp4'],
    ['nul\0here.mp4', 'nul here.mp4'],
    ['🎬 Wörter.mkv', '🎬 Wörter.mkv'],
    ['half \ud83d', 'half \ufffd'],
    ['', ''],
    [undefined, ''],
    ['folder/', ''],
  ])('%j becomes %j', (sent, clean) => {
    expect(cleanFileName(sent)).toBe(clean)
  })

  it('keeps the extension of a name that is too long', () => {
    const clean = cleanFileName(`${'🎬'.repeat(300)}.mp4`)
    expect(Array.from(clean)).toHaveLength(255)
    expect(clean.endsWith('🎬.mp4')).toBe(true)
  })
})
