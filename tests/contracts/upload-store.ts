import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { Upload } from '@tus/server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { NotFoundError } from '../../src/domain/errors.ts'
import type { UploadPlace, UploadStore } from '../../src/ports/upload-store.ts'

/** Where the uploads of a store lie. */
export interface UploadsUnderTest extends AsyncDisposable {
  /** Another one over the same uploads, as another process or the next one has it. */
  open(): Promise<UploadStore>
  read(place: UploadPlace): Promise<Buffer>
  /** Takes the bytes away, as the library does that they become a part of. */
  take(place: UploadPlace): Promise<void>
  /** Names of everything that lies there. */
  content(): Promise<readonly string[]>
}

const mebibyte = 1024 ** 2

/** What every store of resumable uploads promises; see the port. */
export function uploadStoreContract(name: string, prepare: () => Promise<UploadsUnderTest>): void {
  describe(`${name} as a store of uploads`, () => {
    let uploads: UploadsUnderTest
    let store: UploadStore

    beforeAll(async () => {
      uploads = await prepare()
    })
    afterAll(() => uploads[Symbol.asyncDispose]())
    beforeEach(async () => {
      store = await uploads.open()
    })
    afterEach(() => store[Symbol.asyncDispose]())

    async function begin(size: number | undefined, metadata = { filename: 'talk.mp4' }) {
      const id = randomBytes(16).toString('hex')
      const known = size === undefined ? {} : { size }
      await store.dataStore.create(new Upload({ id, offset: 0, metadata, ...known }))
      return id
    }
    const write = (id: string, bytes: Buffer, offset: number, of = store) =>
      of.dataStore.write(Readable.from(inPieces(bytes)), id, offset)
    const offsetOf = async (id: string, of = store) => (await of.dataStore.getUpload(id)).offset
    const bytesOf = async (id: string, of = store) => uploads.read((await of.takeWhole(id)).place)

    it('takes the bytes in any number of steps, each where the one before ended', async () => {
      const bytes = randomBytes(19 * mebibyte + 3)
      const id = await begin(bytes.length)
      expect(await offsetOf(id)).toBe(0)
      let offset = 0
      for (const end of [1, 9 * mebibyte, 9 * mebibyte + 5, bytes.length]) {
        expect(await write(id, bytes.subarray(offset, end), offset)).toBe(end)
        offset = await offsetOf(id)
        expect(offset).toBe(end)
      }
      const whole = await store.takeWhole(id)
      expect(whole.metadata).toMatchObject({ filename: 'talk.mp4' })
      expect((await uploads.read(whole.place)).equals(bytes)).toBe(true)
      await store.forget(id)
    })

    it('knows at once what another one has taken, and goes on with it', async () => {
      await using other = await uploads.open()
      const bytes = randomBytes(3000)
      const id = await begin(bytes.length)
      await write(id, bytes.subarray(0, 1000), 0, other)
      expect(await offsetOf(id)).toBe(1000)
      await write(id, bytes.subarray(1000), 1000)
      expect((await bytesOf(id, other)).equals(bytes)).toBe(true)
      await other.forget(id)
      await expect(store.outcomeOf(id)).rejects.toSatisfy(isUnknown)
    })

    it('keeps what came before a connection broke', async () => {
      const bytes = randomBytes(12 * mebibyte)
      const id = await begin(bytes.length)
      const breaking = async function* () {
        yield* inPieces(bytes.subarray(0, 10 * mebibyte))
        // What was handed on has reached the store by then.
        await new Promise((resolve) => setTimeout(resolve, 300))
        throw new Error('the line is dead')
      }
      await store.dataStore.write(Readable.from(breaking()), id, 0).catch(() => undefined)
      const kept = await offsetOf(id)
      expect(kept).toBeGreaterThanOrEqual(8 * mebibyte)
      await write(id, bytes.subarray(kept), kept)
      expect((await bytesOf(id)).equals(bytes)).toBe(true)
      await store.forget(id)
    })

    it('takes a length that is told later', async () => {
      const bytes = randomBytes(2000)
      const id = await begin(undefined)
      await write(id, bytes.subarray(0, 500), 0)
      await store.dataStore.declareUploadLength(id, bytes.length)
      expect(await store.dataStore.getUpload(id)).toMatchObject({ size: 2000, offset: 500 })
      await write(id, bytes.subarray(500), 500)
      expect((await bytesOf(id)).equals(bytes)).toBe(true)
      await store.forget(id)
    })

    it('gives the bytes as one piece however often they are asked for', async () => {
      const bytes = randomBytes(9 * mebibyte)
      const id = await begin(bytes.length)
      await write(id, bytes, 0)
      const places = [await store.takeWhole(id), await store.takeWhole(id)]
      expect(places[1]).toEqual(places[0])
      expect((await bytesOf(id)).equals(bytes)).toBe(true)
      await store.forget(id)
    })

    it('takes an upload of no bytes', async () => {
      const id = await begin(0)
      expect((await bytesOf(id)).length).toBe(0)
      await store.forget(id)
    })

    it('tells what an upload became, and takes nothing more for it', async () => {
      const bytes = randomBytes(100)
      const id = await begin(bytes.length)
      await write(id, bytes, 0)
      expect(await store.outcomeOf(id)).toBeNull()
      await uploads.take((await store.takeWhole(id)).place)
      const outcome = { videoId: '01890000-0000-7000-8000-000000000001', existing: true }
      await store.finish(id, outcome)
      await using other = await uploads.open()
      expect(await other.outcomeOf(id)).toEqual(outcome)
      expect(await offsetOf(id, other)).toBe(bytes.length)
      expect(await write(id, Buffer.alloc(0), bytes.length)).toBe(bytes.length)
      await store.forget(id)
    })

    it('is not made to believe in an end by what a client says of its file', async () => {
      const told = { 'cuepoint-video-id': 'x', 'cuepoint-existing': 'true' }
      const id = await begin(5, { filename: 'a.mp4', ...told })
      expect(await store.outcomeOf(id)).toBeNull()
      expect(await offsetOf(id)).toBe(0)
      await store.forget(id)
    })

    it('forgets an upload without a trace, and one that it does not know', async () => {
      const before = await uploads.content()
      const id = await begin(20 * mebibyte)
      await write(id, randomBytes(9 * mebibyte), 0)
      expect((await uploads.content()).length).toBeGreaterThan(before.length)
      await store.forget(id)
      await store.forget(id)
      expect(await uploads.content()).toEqual(before)
      await expect(store.outcomeOf(id)).rejects.toSatisfy(isUnknown)
      await expect(store.takeWhole(id)).rejects.toSatisfy(isUnknown)
      await expect(store.dataStore.getUpload(id)).rejects.toSatisfy(isUnknown)
    })

    it('sweeps what nobody has gone on with for so long, and nothing else', async () => {
      const id = await begin(20 * mebibyte)
      await write(id, randomBytes(9 * mebibyte), 0)
      await store.sweep(60_000)
      expect(await offsetOf(id)).toBe(9 * mebibyte)
      await store.sweep(-60_000)
      await expect(store.outcomeOf(id)).rejects.toSatisfy(isUnknown)
      expect(await uploads.content()).toEqual([])
    })
  })
}

/** As a request brings them. */
function* inPieces(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += 65_536)
    yield bytes.subarray(start, start + 65_536)
}

/** Ours, or that of the protocol's own store, which is no Error. */
function isUnknown(error: unknown): boolean {
  if (error instanceof NotFoundError) return true
  return (
    typeof error === 'object' &&
    error !== null &&
    'status_code' in error &&
    error.status_code === 404
  )
}
