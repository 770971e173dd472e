import { describe, expect, it } from 'vitest'
import type { ObjectStorage } from '../../src/ports/object-storage.ts'

interface Scene {
  readonly storage: () => ObjectStorage
  readonly put: (key: string, content: string) => Promise<unknown>
  readonly get: (key: string) => Promise<string>
  /** The path of a new local file. */
  readonly localFile: (content: string) => Promise<string>
  readonly untakenKeys: readonly string[]
}

/** The part of the contract that is about keys and folders. */
export function describePlaces({ storage, put, get, localFile, untakenKeys }: Scene): void {
  describe('move', () => {
    it('gives an object another key, replacing what was there', async () => {
      await put('from/a b+c?.mp4', 'moved')
      await put('to/deep/er', 'a longer old content')
      await storage().move('from/a b+c?.mp4', 'to/deep/er')
      expect(await get('to/deep/er')).toBe('moved')
      expect(await storage().stat('from/a b+c?.mp4')).toBeNull()
    })

    it('leaves an object that has the key already', async () => {
      await put('a', 'content')
      await storage().move('a', 'a')
      expect(await get('a')).toBe('content')
    })

    it('rejects with not-found when there is none, and does nothing when it is aborted already', async () => {
      await put('b', 'content')
      await expect(storage().move('absent', 'b')).rejects.toMatchObject({ code: 'not-found' })
      const reason = new Error('too late')
      await expect(storage().move('b', 'c', AbortSignal.abort(reason))).rejects.toBe(reason)
      expect(await get('b')).toBe('content')
      expect(await storage().stat('c')).toBeNull()
    })
  })

  describe('list', () => {
    const keysOf = async (prefix: string) => {
      const keys: string[] = []
      for await (const { key } of storage().list(prefix)) keys.push(key)
      return keys.toSorted()
    }

    it('tells key, size and time of every object below a folder, and of no neighbour', async () => {
      for (const key of ['v/1/a', 'v/1/deep/er/b', 'v/10/a', 'v/1.txt', 'w']) await put(key, key)
      expect(await keysOf('v/1')).toEqual(['v/1/a', 'v/1/deep/er/b'])
      expect(await keysOf('')).toEqual(['v/1.txt', 'v/1/a', 'v/1/deep/er/b', 'v/10/a', 'w'])
      for await (const { sizeBytes, modifiedAt } of storage().list('v/10')) {
        expect(sizeBytes).toBe(6)
        expect(Math.abs(modifiedAt.getTime() - Date.now())).toBeLessThan(60_000)
      }
    })

    it('finds nothing where there is nothing, and gives unusual keys back as they were', async () => {
      expect(await keysOf('absent')).toEqual([])
      expect(await keysOf('')).toEqual([])
      const keys = ['a b', 'a+b', 'a%2Bb', '"x" & <y>', 'ü/日本語/🦜', '#1?']
      for (const key of keys) await put(key, 'x')
      expect(await keysOf('')).toEqual(keys.toSorted())
    })
  })

  describe('delete', () => {
    it('removes the object and nothing else', async () => {
      await put('a/b', 'x')
      await put('a/bc', 'y')
      await storage().delete('a/b')
      expect(await storage().stat('a/b')).toBeNull()
      expect(await get('a/bc')).toBe('y')
    })

    it('is harmless when there is none', async () => {
      await put('folder/file', 'x')
      for (const key of ['absent', 'folder', 'folder/absent', 'folder/file/below'])
        await storage().delete(key)
      expect(await get('folder/file')).toBe('x')
    })
  })

  describe('deleteFolder', () => {
    it('removes every object below it, and no neighbour', async () => {
      for (const key of ['v/1/a', 'v/1/deep/er/b', 'v/10/a', 'v/1.txt', 'w']) await put(key, key)
      await storage().deleteFolder('v/1')
      expect(await storage().stat('v/1/a')).toBeNull()
      expect(await storage().stat('v/1/deep/er/b')).toBeNull()
      for (const key of ['v/10/a', 'v/1.txt', 'w']) expect(await get(key)).toBe(key)
    })

    it('is harmless when there is none, and leaves an object of that name', async () => {
      await put('a/b', 'x')
      await storage().deleteFolder('absent')
      await storage().deleteFolder('a/b')
      await storage().deleteFolder('a/b/c')
      expect(await get('a/b')).toBe('x')
    })

    it('does not hinder those who write beside it', async () => {
      const writeAndDelete = async (video: number) => {
        for (let round = 0; round < 10; round++) {
          await put(`videos/${video}/file`, 'x')
          await storage().deleteFolder(`videos/${video}`)
        }
      }
      await Promise.all([1, 2, 3, 4].map(writeAndDelete))
      await put('videos/1/file', 'x')
      expect(await get('videos/1/file')).toBe('x')
    })
  })

  it.each([
    ...['', '/', 'a//b', '/a', 'a/', '.', '..', 'a/./b', 'a/../b', '../a', 'a/..', 'nul\0'],
    ...['x'.repeat(300), `a/${'ü'.repeat(200)}`, 'half a \ud800 character'],
  ])('refuses the key %j everywhere', async (key) => {
    const refused = { code: 'invalid-input' }
    const path = await localFile('kept')
    await expect(put(key, 'x')).rejects.toMatchObject(refused)
    await expect(storage().adopt(key, path)).rejects.toMatchObject(refused)
    await expect(storage().read(key)).rejects.toMatchObject(refused)
    await expect(storage().stat(key)).rejects.toMatchObject(refused)
    await expect(storage().withFile(key, () => Promise.resolve())).rejects.toMatchObject(refused)
    await expect(storage().delete(key)).rejects.toMatchObject(refused)
    await expect(storage().deleteFolder(key)).rejects.toMatchObject(refused)
    await expect(storage().move(key, 'a')).rejects.toMatchObject(refused)
  })

  const taken = [
    'a b',
    'ü/日本語/🦜',
    'x'.repeat(255),
    'it\'s a "key"; #1?&=%2e%2e',
    '...',
    '-rf',
    'a\nb',
  ].filter((key) => !untakenKeys.includes(key))
  it.each(taken)('takes the key %j', async (key) => {
    await put(key, 'content')
    expect(await get(key)).toBe('content')
    await storage().delete(key)
    expect(await storage().stat(key)).toBeNull()
  })
}
