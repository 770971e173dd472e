import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createObjectStorage } from '../../src/adapters/object-storage/index.ts'
import type { ObjectStorage } from '../../src/ports/object-storage.ts'
import { objectStorageContract } from '../contracts/object-storage.ts'
import { mountSmallDisk, smallDiskNote } from '../support/small-disk.ts'

let folder: string
let count = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-disk-storage-'))
})
afterAll(() => rm(folder, { recursive: true }))

const openIn = (directory: string) => createObjectStorage({ kind: 'disk', directory }, {})

objectStorageContract('a disk', () => openIn(join(folder, `contract${count++}`)))

describe('a disk storage', () => {
  let directory: string
  let storage: ObjectStorage

  beforeEach(async () => {
    directory = join(folder, `own${count++}`, 'files')
    storage = await openIn(directory)
  })
  afterEach(() => storage[Symbol.asyncDispose]())

  const put = (key: string, content = 'content') => storage.write(key, Readable.from([content]))
  const names = async () => (await readdir(directory, { recursive: true })).toSorted()

  it('gives the file itself to programs, and no URL', async () => {
    await put('videos/1/original.mp4')
    const path = await storage.withFile('videos/1/original.mp4', (path) => Promise.resolve(path))
    expect(path).toBe(join(directory, 'videos/1/original.mp4'))
    expect(await storage.signedUrl('videos/1/original.mp4', { type: 'video/mp4' })).toBeNull()
  })

  it('has the same ETag after a restart', async () => {
    await put('a')
    await using again = await openIn(directory)
    expect(await again.stat('a')).toEqual(await storage.stat('a'))
  })

  it('leaves no half file of an aborted write', async () => {
    const controller = new AbortController()
    const content = new PassThrough()
    const writing = storage.write('videos/1/original.mp4', content, controller.signal)
    content.write('half')
    controller.abort()
    await expect(writing).rejects.toThrow()
    expect(await names()).not.toContain('videos')
    expect(content.destroyed).toBe(true)
  })

  it('removes folders that became empty', async () => {
    await put('videos/1/a')
    await put('videos/1/frames/2.jpg')
    await put('videos/2/a')
    await storage.delete('videos/1/frames/2.jpg')
    expect(await names()).not.toContain('videos/1/frames')
    await storage.deleteFolder('videos/1')
    expect(await names()).toEqual(['.incoming', 'videos', 'videos/2', 'videos/2/a'])
    await storage.delete('videos/2/a')
    expect(await names()).toEqual(['.incoming'])
  })

  it('says so when a file stands where a folder is needed, and the other way round', async () => {
    await put('a')
    await expect(put('a/b')).rejects.toMatchObject({ code: 'conflict' })
    await put('c/d')
    await expect(put('c')).rejects.toMatchObject({ code: 'conflict' })
  })

  it('has no key for its own folder', async () => {
    await expect(put('.incoming/a')).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(storage.deleteFolder('.incoming')).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('sweeps what a crash left once it is old', async () => {
    const incoming = join(directory, '.incoming')
    await mkdir(incoming, { recursive: true })
    await writeFile(join(incoming, 'old'), 'half')
    await writeFile(join(incoming, 'fresh'), 'half')
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 3600 * 1000)
    await utimes(join(incoming, 'old'), twoDaysAgo, twoDaysAgo)
    await (await openIn(directory))[Symbol.asyncDispose]()
    expect(await readdir(incoming)).toEqual(['fresh'])
  })

  it('sweeps everything that was left where it is alone, and nothing that arrives meanwhile', async () => {
    const incoming = join(directory, '.incoming')
    await mkdir(incoming, { recursive: true })
    for (let n = 0; n < 50; n++) await writeFile(join(incoming, `fresh${n}`), 'half')
    await using alone = await createObjectStorage(
      { kind: 'disk', directory },
      { leftoversOlderThanSeconds: 0 },
    )
    await alone.write('a', Readable.from(['content']))
    expect(await readdir(incoming)).toEqual([])
    expect(await text(await alone.read('a'))).toBe('content')
  })

  describe('and symbolic links', () => {
    let outside: string

    beforeEach(async () => {
      outside = join(directory, '..', 'outside')
      await mkdir(outside, { recursive: true })
      await writeFile(join(outside, 'secret'), 'secret')
      await put('inside/file')
      await symlink(outside, join(directory, 'link'))
      await symlink(join(outside, 'secret'), join(directory, 'inside', 'leak'))
    })

    it('does not follow them out', async () => {
      for (const key of ['link/secret', 'inside/leak']) {
        const refused = { code: 'invalid-input' }
        await expect(storage.read(key), key).rejects.toMatchObject(refused)
        await expect(storage.stat(key), key).rejects.toMatchObject(refused)
        await expect(
          storage.withFile(key, () => Promise.resolve()),
          key,
        ).rejects.toMatchObject(refused)
      }
      await expect(put('link/new/file')).rejects.toMatchObject({ code: 'invalid-input' })
      await expect(storage.deleteFolder('link/secret')).rejects.toThrow()
      await expect(storage.delete('link/secret')).rejects.toThrow()
      expect(await readdir(outside)).toEqual(['secret'])
    })

    it('deletes a folder with links in it, not what they point to', async () => {
      await storage.deleteFolder('inside')
      await storage.deleteFolder('link')
      expect(await readFile(join(outside, 'secret'), 'utf8')).toBe('secret')
    })

    it('may itself lie behind one', async () => {
      const alias = join(directory, '..', 'alias')
      await symlink(directory, alias)
      await using same = await openIn(alias)
      await same.write('x/y', Readable.from(['z']))
      expect(await text(await storage.read('x/y'))).toBe('z')
    })

    it('adopts what a link points to, and removes the link', async () => {
      const link = join(directory, '..', 'upload')
      await symlink(join(outside, 'secret'), link)
      await storage.adopt('taken', link)
      expect(await text(await storage.read('taken'))).toBe('secret')
      expect(await readdir(join(directory, '..'))).not.toContain('upload')
    })
  })

  it.skipIf(process.getuid?.() === 0)('says which folder it may not write to', async () => {
    await mkdir(directory, { recursive: true, mode: 0o500 })
    await expect(put('a')).rejects.toMatchObject({
      code: 'storage-denied',
      retryable: 'when-available',
    })
  })
})

describe('a disk storage on a small disk', () => {
  const megabytes = (count: number) =>
    Readable.from(Array.from({ length: count * 16 }, () => Buffer.alloc(65536)))

  it('waits for room when it is full, and leaves nothing', async ({ skip }) => {
    await using disk = await mountSmallDisk(1024)
    if (!disk) return skip(smallDiskNote)
    await using storage = await openIn(join(disk.path, 'files'))
    await storage.write('small', Readable.from(['x']))
    await expect(storage.write('videos/large', megabytes(2))).rejects.toMatchObject({
      code: 'storage-full',
      retryable: 'when-available',
      remedy: expect.stringContaining('room') as unknown,
    })
    expect(await storage.stat('videos/large')).toBeNull()
    expect(await readdir(join(disk.path, 'files', '.incoming'))).toEqual([])
    expect(await text(await storage.read('small'))).toBe('x')
    await storage.write('videos/half', Readable.from([Buffer.alloc(500_000)]))
  })

  it('adopts from another file system by copying', async ({ skip }) => {
    await using disk = await mountSmallDisk(1024)
    if (!disk) return skip(smallDiskNote)
    await using storage = await openIn(join(disk.path, 'adopted'))
    const source = join(folder, 'upload')
    await writeFile(source, 'recording')
    expect(await storage.adopt('a/b', source)).toEqual({ sizeBytes: 9 })
    expect(await text(await storage.read('a/b'))).toBe('recording')
    expect(await readdir(folder)).not.toContain('upload')
  })

  it('keeps the source when there is no room to adopt it', async ({ skip }) => {
    await using disk = await mountSmallDisk(1024)
    if (!disk) return skip(smallDiskNote)
    await using storage = await openIn(join(disk.path, 'adopted'))
    const source = join(folder, 'upload')
    await writeFile(source, Buffer.alloc(3_000_000))
    await expect(storage.adopt('large', source)).rejects.toMatchObject({ code: 'storage-full' })
    expect((await readFile(source)).length).toBe(3_000_000)
    await rm(source)
  })
})
