import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bucketContent } from '../support/bucket-content.ts'
import { startPostgresServer, whyNot, type PostgresServer } from '../support/postgres-server.ts'
import { startRoundRobin } from '../support/round-robin.ts'
import { startVersitygw, whyNoS3Server, type S3Server } from '../support/s3-server.ts'
import { openServerMode, type Api, type ServerMode } from '../support/server-mode.ts'
import { tusUpload } from '../support/tus-upload.ts'

const skip = whyNot('postgres-18') ?? whyNoS3Server('versitygw')
const mebibyte = 1024 ** 2

describe.skipIf(skip)(
  `resumable uploads to several processes${skip ? ` (skipped: ${skip})` : ''}`,
  () => {
    let opened: AsyncDisposableStack
    let postgres: PostgresServer
    let s3: S3Server

    beforeAll(async () => {
      opened = new AsyncDisposableStack()
      postgres = opened.use(await startPostgresServer('postgres-18'))
      s3 = opened.use(await startVersitygw())
    })
    afterAll(() => opened.disposeAsync())

    async function openLibrary(): Promise<ServerMode & { bucket: string }> {
      const bucket = await s3.createBucket()
      const env = { ...s3.env, CUEPOINT_STORAGE: 's3', CUEPOINT_S3_BUCKET: bucket }
      return Object.assign(await openServerMode({ postgres, env }), { bucket })
    }

    async function videoIds({ database }: ServerMode): Promise<string[]> {
      const { rows } = await database.query<{ id: string }>('select id from videos')
      return rows.map(({ id }) => id)
    }

    async function expectOneVideo(
      library: ServerMode & { bucket: string },
      { address }: Api,
      { id, bytes }: { id: string; bytes: Buffer },
    ): Promise<void> {
      expect(await videoIds(library)).toEqual([id])
      const response = await fetch(new URL(`/videos/${id}/media?download`, address))
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
      expect(await bucketContent(s3, library.bucket)).toEqual({
        objects: [`videos/${id}/original.mp4`],
        unfinished: [],
      })
      expect((await library.database.query('select from upload_locks')).rows).toEqual([])
    }

    it('reach whichever process is next, and go on at the other when one is killed', async () => {
      await using library = await openLibrary()
      const apis = await Promise.all([library.startApi(), library.startApi()])
      await using balancer = await startRoundRobin(apis.map(({ address }) => address))
      const bytes = randomBytes(40 * mebibyte)
      let killed: Api | undefined
      const failed: number[] = []
      const { videoId, begun } = await tusUpload(balancer.address, bytes, {
        fileName: 'talk.mp4',
        chunkBytes: 5 * mebibyte,
        onProgress(sentBytes) {
          if (killed || sentBytes < 23 * mebibyte) return
          killed = apis.find(({ address }) => address === balancer.last())
          killed?.process.signal('SIGKILL')
        },
        onFailed: (status) => failed.push(status),
      })
      expect(killed).toBeDefined()
      expect(failed).toContain(0)
      expect(begun).toBe(1)
      for (const { address } of apis) expect(balancer.requests.get(address)).toBeGreaterThan(2)
      const alive = apis.find((api) => api !== killed) ?? apis[0]
      await expectOneVideo(library, alive, { id: videoId, bytes })
    })

    it('are one video, however many ask two processes for its end at once', async () => {
      await using library = await openLibrary()
      const apis = await Promise.all([library.startApi(), library.startApi()])
      const bytes = randomBytes(20 * mebibyte)
      const path = await begin(apis[0], bytes.length)
      const ending = send(apis[0], path, bytes)
      const answers: Response[] = []
      let isEnded = false
      const asking = async (api: Api) => {
        while (!isEnded) {
          answers.push(await head(api, path))
          await sleep(5)
        }
      }
      const asked = Promise.all(apis.map(asking))
      await ending
      isEnded = true
      await asked
      answers.push(await head(apis[1], path))
      const told = answers.map(({ headers }) => headers.get('cuepoint-video-id'))
      const ids = new Set(told.filter((id) => id !== null))
      expect(ids.size).toBe(1)
      await expectOneVideo(library, apis[1], { id: [...ids][0] ?? '', bytes })
    })

    it('are given to the newer request by one that hangs in another process', async () => {
      await using library = await openLibrary()
      const [one, other] = await Promise.all([library.startApi(), library.startApi()])
      const bytes = randomBytes(12 * mebibyte)
      const path = await begin(one, bytes.length)
      const hangs = new AbortController()
      const hanging = send(one, path, mostOf(bytes, hangs.signal)).catch(() => null)
      await arrives(library)
      const known = await head(other, path)
      const offset = Number(known.headers.get('upload-offset'))
      expect(offset).toBe(9 * mebibyte)
      const last = await send(other, path, bytes.subarray(offset), offset)
      const id = last.headers.get('cuepoint-video-id') ?? ''
      hangs.abort()
      await hanging
      await expectOneVideo(library, other, { id, bytes })
    })

    async function arrives({ database }: ServerMode): Promise<void> {
      for (;;) {
        if ((await database.query('select from upload_parts')).rows.length > 0) return
        await sleep(20)
      }
    }
  },
)

const tus = { 'tus-resumable': '1.0.0' }

async function begin({ address }: Api, sizeBytes: number): Promise<string> {
  const filename = Buffer.from('talk.mp4').toString('base64')
  const response = await fetch(new URL('/uploads', address), {
    method: 'POST',
    headers: {
      ...tus,
      'upload-length': String(sizeBytes),
      'upload-metadata': `filename ${filename}`,
    },
  })
  return response.headers.get('location') ?? ''
}

function send(
  { address }: Api,
  path: string,
  body: Buffer | ReadableStream<Uint8Array>,
  offset = 0,
): Promise<Response> {
  const type = { 'content-type': 'application/offset+octet-stream' }
  return fetch(new URL(path, address), {
    method: 'PATCH',
    headers: { ...tus, ...type, 'upload-offset': String(offset) },
    body: Buffer.isBuffer(body) ? new Uint8Array(body) : body,
    duplex: 'half',
  })
}

function head({ address }: Api, path: string): Promise<Response> {
  return fetch(new URL(path, address), { method: 'HEAD', headers: tus })
}

/** Three quarters of the bytes, and then nothing until it is aborted. */
function mostOf(bytes: Buffer, signal: AbortSignal): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(bytes.subarray(0, bytes.length * 0.75)))
      signal.addEventListener('abort', () => controller.error(new Error('Hung up.')))
    },
  })
}
