import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { zipOf } from './zip.ts'

const folder = mkdtempSync(join(tmpdir(), 'cuepoint-zip-'))
afterAll(() => rmSync(folder, { recursive: true }))

const unzip = hasUnzip()

describe('a zip of transcripts', () => {
  it('begins, ends and counts as the format says', async () => {
    const bytes = new DataView(
      await zipOf([entry('a.txt', 'one'), entry('b.txt', 'two')]).arrayBuffer(),
    )
    expect(bytes.getUint32(0, true)).toBe(0x04034b50)
    const end = bytes.byteLength - 22
    expect(bytes.getUint32(end, true)).toBe(0x06054b50)
    expect(bytes.getUint16(end + 10, true)).toBe(2)
    expect(bytes.getUint32(bytes.getUint32(end + 16, true), true)).toBe(0x02014b50)
  })

  // The check value of CRC-32 for these nine digits, as every description of it gives.
  it('carries the right check sum', async () => {
    const bytes = new DataView(await zipOf([entry('a.txt', '123456789')]).arrayBuffer())
    expect(bytes.getUint32(14, true)).toBe(0xcbf43926)
  })

  it.skipIf(!unzip)(
    'is opened by unzip, every letter whole (needs unzip on the PATH)',
    async () => {
      const path = join(folder, 'talks.zip')
      const entries = [entry('a.vtt', 'WEBVTT schön '), entry('b.txt', ''), entry('c.srt', '你好')]
      writeFileSync(path, new Uint8Array(await zipOf(entries).arrayBuffer()))
      execFileSync('unzip', ['-tq', path])
      expect(execFileSync('unzip', ['-p', path]).toString()).toBe('WEBVTT schön 你好')
    },
  )
})

function entry(name: string, text: string) {
  return { name, text }
}

function hasUnzip(): boolean {
  try {
    execFileSync('unzip', ['-v'])
    return true
  } catch {
    return false
  }
}
