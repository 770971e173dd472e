import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createS3Storage } from '../../src/adapters/object-storage/s3.ts'

const storageAt = (endpoint: string) =>
  createS3Storage({
    bucket: 'library',
    prefix: '',
    endpoint,
    publicEndpoint: null,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'ada', secretAccessKey: 'secret' },
    // Nothing is read into it here.
    cacheDirectory: join(tmpdir(), 'cuepoint-s3-answers'),
  })

describe('an S3 server that refuses', () => {
  it.each([
    [403, 'AccessDenied', 'storage-denied'],
    [403, 'RequestTimeTooSkewed', 'storage-clock'],
    [429, 'TooManyRequests', 'storage-unreachable'],
    [500, 'InternalError', 'storage-unreachable'],
    [503, 'SlowDown', 'storage-unreachable'],
    [507, 'InsufficientStorage', 'storage-full'],
    [501, 'NotImplemented', 'storage-refused'],
    [409, 'OperationAborted', 'storage-busy'],
  ])('waits or stops as the answer %d %s asks for', async (status, code, expected) => {
    await using refusing = await startRefusing(status, code)
    const { endpoint } = refusing
    await using storage = storageAt(endpoint)
    const refused = { code: expected }
    await expect(storage.check()).rejects.toMatchObject(refused)
    await expect(storage.write('a', Readable.from(['x']))).rejects.toMatchObject(refused)
    await expect(storage.read('a')).rejects.toMatchObject(refused)
    await expect(storage.delete('a')).rejects.toMatchObject(refused)
  })

  it.each(['OperationAborted', 'ExistingObjectIsDirectory'])(
    'tries again what another request was in the way of (%s)',
    async (code) => {
      let writes = 0
      const isFirst = ({ method }: IncomingMessage) => method === 'PUT' && ++writes === 1
      await using refusing = await startRefusing(409, code, isFirst)
      const { endpoint } = refusing
      await using storage = storageAt(endpoint)
      expect(await storage.write('a', Readable.from(['x']))).toEqual({ sizeBytes: 1 })
      expect(writes).toBe(2)
    },
  )
})

/** Says so to the requests that it refuses, and nothing to the rest. */
async function startRefusing(
  status: number,
  code: string,
  refuses: (request: IncomingMessage) => boolean = () => true,
) {
  const server = createServer((request, response) => {
    request.resume()
    if (!refuses(request)) {
      response.end()
      return
    }
    response.writeHead(status, { 'content-type': 'application/xml' })
    response.end(`<Error><Code>${code}</Code><Message>as the test wants</Message></Error>`)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  return {
    endpoint: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      return Promise.resolve()
    },
  }
}
