import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findMedia } from './find-media.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuepoint-media-'))
  for (const name of ['deep/er', '.trash']) mkdirSync(join(folder, name), { recursive: true })
  const names = [
    'b.MKV',
    'a.mp4',
    'a.en.srt',
    'notes.txt',
    'deep/er/c.m4a',
    '.trash/d.mp4',
    '.e.mp4',
  ]
  for (const name of names) writeFileSync(join(folder, name), 'x')
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

async function namesFound(...paths: string[]): Promise<string[]> {
  const found = await findMedia(paths, undefined)
  return found.map(({ path }) => relative(folder, path))
}

describe('what is found to add', () => {
  it('is every media file below a folder, without hidden ones', async () => {
    expect(await namesFound(folder)).toEqual(['a.mp4', 'b.MKV', 'deep/er/c.m4a'])
  })

  it('is any file that is named, whatever it is called', async () => {
    expect(await namesFound(join(folder, 'notes.txt'))).toEqual(['notes.txt'])
  })

  it('takes captions with their video, even when both are named', async () => {
    const paths = [join(folder, 'a.mp4'), join(folder, 'a.en.srt')]
    expect(await findMedia(paths, undefined)).toEqual([
      {
        path: join(folder, 'a.mp4'),
        sizeBytes: 1,
        sidecar: { fileName: join(folder, 'a.en.srt'), language: 'en' },
      },
    ])
  })

  it('refuses captions alone, and names that are not there', async () => {
    await expect(findMedia([join(folder, 'a.en.srt')], undefined)).rejects.toThrow(
      /without a video/,
    )
    await expect(findMedia([join(folder, 'none')], undefined)).rejects.toThrow(/no file or folder/)
  })
})
