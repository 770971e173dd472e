import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ObjectStorage } from '../../src/ports/object-storage.ts'
import { describePlaces } from './object-storage-places.ts'

/**
 * What every storage promises; see the comments of the port. `open` gives an empty one each time; `untakenKeys` are those
 * that a stand-in cannot take, for a reason of its own.
 */
export function objectStorageContract(
  name: string,
  open: () => Promise<ObjectStorage>,
  untakenKeys: readonly string[] = [],
): void {
  describe(`${name} as an object storage`, () => {
    let storage: ObjectStorage
    let folder: string

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'cuepoint-storage-contract-'))
    })
    afterAll(() => rm(folder, { recursive: true }))
    beforeEach(async () => {
      storage = await open()
    })
    afterEach(() => storage[Symbol.asyncDispose]())

    const put = (key: string, content: string) => storage.write(key, Readable.from([content]))
    const get = async (key: string) => text(await storage.read(key))
    const localFile = async (content: string) => {
      const path = join(folder, 'finished file.mp4')
      await writeFile(path, content)
      return path
    }

    describe('write', () => {
      it('keeps the bytes and tells their number', async () => {
        expect(await put('videos/1/original.mp4', 'grüße')).toEqual({ sizeBytes: 7 })
        expect(await get('videos/1/original.mp4')).toBe('grüße')
      })

      it('takes a stream of many parts, and an empty one', async () => {
        const part = Buffer.alloc(100_000, 'x')
        const parts = Array.from({ length: 50 }, () => part)
        expect(await storage.write('large', Readable.from(parts))).toEqual({ sizeBytes: 5_000_000 })
        expect((await storage.stat('large'))?.sizeBytes).toBe(5_000_000)
        expect(await storage.write('empty', Readable.from([]))).toEqual({ sizeBytes: 0 })
        expect(await get('empty')).toBe('')
      })

      it('replaces what was there', async () => {
        await put('a/b', 'a longer first content')
        await put('a/b', 'second')
        expect(await get('a/b')).toBe('second')
      })

      it('leaves nothing when it is aborted, and rejects with the reason', async () => {
        const reason = new Error('the person went away')
        const controller = new AbortController()
        const content = new PassThrough()
        const writing = storage.write('a/b', content, controller.signal)
        await new Promise((taken) => content.write('half of it', taken))
        controller.abort(reason)
        await expect(writing).rejects.toBe(reason)
        expect(await storage.stat('a/b')).toBeNull()
      })

      it('does not begin when it is aborted already', async () => {
        const reason = new Error('too late')
        await expect(
          storage.write('a', Readable.from(['x']), AbortSignal.abort(reason)),
        ).rejects.toBe(reason)
        expect(await storage.stat('a')).toBeNull()
      })

      it('keeps what was there when the new content breaks off', async () => {
        await put('a', 'first')
        const broken = new Error('the line was cut')
        const content = Readable.from(
          (function* () {
            yield 'half'
            throw broken
          })(),
        )
        await expect(storage.write('a', content)).rejects.toBe(broken)
        expect(await get('a')).toBe('first')
      })

      it('shows readers the old content or the new one, never a mixture', async () => {
        const contents = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(300_000))
        await put('shared', contents[0] ?? '')
        const writing = Promise.all(contents.map((content) => put('shared', content)))
        for (let i = 0; i < 10; i++) expect(contents).toContain(await get('shared'))
        await writing
        expect(contents).toContain(await get('shared'))
      })
    })

    describe('adopt', () => {
      it('takes over a local file; the source is gone', async () => {
        const path = await localFile('recording')
        expect(await storage.adopt('videos/2/original.mp4', path)).toEqual({ sizeBytes: 9 })
        expect(await get('videos/2/original.mp4')).toBe('recording')
        await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' })
      })

      it('replaces what was there', async () => {
        await put('a', 'first')
        await storage.adopt('a', await localFile('second'))
        expect(await get('a')).toBe('second')
      })

      it('leaves the file where it is when it is aborted or the key is none', async () => {
        const path = await localFile('kept')
        const reason = new Error('no')
        await expect(storage.adopt('a', path, AbortSignal.abort(reason))).rejects.toBe(reason)
        await expect(storage.adopt('../a', path)).rejects.toMatchObject({ code: 'invalid-input' })
        expect(await readFile(path, 'utf8')).toBe('kept')
        expect(await storage.stat('a')).toBeNull()
      })
    })

    describe('read', () => {
      it.each([
        [{ start: 0, end: 0 }, '0'],
        [{ start: 2, end: 4 }, '234'],
        [{ start: 9, end: 9 }, '9'],
        [{ start: 7, end: 500 }, '789'],
      ])('gives the bytes %j, the end included', async (range, expected) => {
        await put('digits', '0123456789')
        expect(await text(await storage.read('digits', range))).toBe(expected)
      })

      it.each([
        { start: 10, end: 12 },
        { start: 4, end: 2 },
        { start: -1, end: 2 },
      ])('refuses the range %j of ten bytes', async (range) => {
        await put('digits', '0123456789')
        await expect(storage.read('digits', range)).rejects.toMatchObject({ code: 'invalid-input' })
      })

      it('rejects with not-found when there is none', async () => {
        await put('folder/file', 'x')
        for (const key of ['absent', 'folder', 'folder/absent', 'folder/file/below'])
          await expect(storage.read(key), key).rejects.toMatchObject({ code: 'not-found' })
      })

      it('goes on to the end when the object is replaced or deleted meanwhile', async () => {
        const content = 'x'.repeat(500_000)
        await put('a', content)
        const first = await storage.read('a')
        await put('a', 'new')
        const second = await storage.read('a')
        await storage.delete('a')
        expect(await text(first)).toBe(content)
        expect(await text(second)).toBe('new')
      })
    })

    describe('stat', () => {
      it('gives size, time and a strong ETag without quotes', async () => {
        const before = Date.now()
        await put('a', 'abc')
        const found = await storage.stat('a')
        expect(found?.sizeBytes).toBe(3)
        expect(found?.etag).toMatch(/^[\x21\x23-\x7e]+$/)
        expect(found?.etag).not.toMatch(/^W\//)
        expect(Math.abs((found?.modifiedAt.getTime() ?? 0) - before)).toBeLessThan(60_000)
      })

      it('keeps the ETag while the object stays, and changes it when it is replaced', async () => {
        const etags = new Set<string | undefined>()
        for (const content of ['one', 'two', 'six']) {
          await put('a', content)
          etags.add((await storage.stat('a'))?.etag)
          etags.add((await storage.stat('a'))?.etag)
        }
        await storage.adopt('a', await localFile('ten'))
        etags.add((await storage.stat('a'))?.etag)
        expect(etags.size).toBe(4)
      })

      it('gives null when there is none', async () => {
        await put('folder/file', 'x')
        expect(await storage.stat('absent')).toBeNull()
        expect(await storage.stat('folder')).toBeNull()
      })
    })

    describe('withFile', () => {
      it('gives a path to the bytes, and the result of its use', async () => {
        await put('a/b.mp4', 'content')
        expect(await storage.withFile('a/b.mp4', (path) => readFile(path, 'utf8'))).toBe('content')
      })

      it('rejects as its use does, not-found when there is none, and with the reason of an abort', async () => {
        await put('a', 'content')
        const failure = new Error('ffmpeg says no')
        const use = () => Promise.reject(failure)
        await expect(storage.withFile('a', use)).rejects.toBe(failure)
        await expect(storage.withFile('b', use)).rejects.toMatchObject({ code: 'not-found' })
        const reason = new Error('too late')
        await expect(storage.withFile('a', use, AbortSignal.abort(reason))).rejects.toBe(reason)
      })
    })

    it('signs a URL that answers as it is told, with ranges, or says that the server has to stream', async () => {
      await put('a b/ü.mp4', '0123456789')
      const shown = await storage.signedUrl('a b/ü.mp4', { type: 'video/mp4' })
      if (shown === null) return
      const whole = await fetch(shown)
      expect(whole.headers.get('content-type')).toBe('video/mp4')
      expect(await whole.text()).toBe('0123456789')
      const part = await fetch(shown, { headers: { range: 'bytes=2-4' } })
      expect(part.status).toBe(206)
      expect(part.headers.get('content-range')).toBe('bytes 2-4/10')
      expect(await part.text()).toBe('234')
      const saved = await storage.signedUrl('a b/ü.mp4', {
        type: 'video/mp4',
        downloadName: 'A “talk”; 50 %.mp4',
      })
      const named = (await fetch(saved ?? '')).headers.get('content-disposition')
      expect(named).toMatch(/^attachment; /)
      expect(named).toContain("filename*=UTF-8''A%20%E2%80%9Ctalk%E2%80%9D%3B%2050%20%25.mp4")
    })

    it('says that it can be used, and leaves nothing of the try', async () => {
      await storage.check()
      for await (const { key } of storage.list('')) expect.fail(key)
    })

    describePlaces({ put, get, storage: () => storage, localFile, untakenKeys })

    it('closes without having been used', async () => {
      await (await open())[Symbol.asyncDispose]()
    })
  })
}
