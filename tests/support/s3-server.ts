import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { execa } from 'execa'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { S3Credentials } from '../../src/adapters/s3/client.ts'
import { freePort, startKept } from './kept-server.ts'
import { testServersDirectory } from './postgres-server.ts'

export type S3ServerName = 'versitygw' | 'moto'

/** Prepared by `scripts/test-servers/s3.ts`. */
const s3Programs: Readonly<Record<S3ServerName, string>> = {
  versitygw: join(testServersDirectory, 'versitygw/versitygw'),
  // Not its script, which names the folder in which it was made.
  moto: join(testServersDirectory, 'moto/bin/python'),
}

/** Why a server cannot be started here; null when it can. */
export function whyNoS3Server(name: S3ServerName): string | null {
  return existsSync(s3Programs[name]) ? null : 'run `node scripts/test-servers/s3.ts` first'
}

/** For the title of a suite that is skipped. */
export function s3ServerNote(name: S3ServerName): string {
  const reason = whyNoS3Server(name)
  return reason === null ? '' : ` (skipped: ${reason})`
}

export interface S3Server extends AsyncDisposable {
  readonly endpoint: string
  readonly port: number
  readonly region: string
  readonly credentials: S3Credentials
  /** The settings and keys by which a process finds this server, without the bucket. */
  readonly env: Readonly<Record<string, string>>
  /** With every right on this server. */
  readonly client: S3Client
  /** Makes an empty bucket and gives its name. */
  createBucket(): Promise<string>
}

/** A real S3 server over a folder of its own: checks signatures, expiry and checksums. */
export async function startVersitygw(): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-versitygw-'))
  await using started = new AsyncDisposableStack()
  started.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
  for (const name of ['buckets', 'users']) await mkdir(join(folder, name))
  const { accessKeyId, secretAccessKey } = credentials
  const server = started.use(
    await startS3('versitygw', (port) => [
      ...['--port', `127.0.0.1:${port}`, '--region', region],
      ...['--access', accessKeyId, '--secret', secretAccessKey],
      ...['--iam-dir', join(folder, 'users')],
      ...['posix', join(folder, 'buckets')],
    ]),
  )
  const kept = started.move()
  return { ...server, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/** A user of a versitygw who has no right at first. */
export async function createUser({ endpoint, credentials }: S3Server): Promise<S3Credentials> {
  const user = { accessKeyId: 'a-user', secretAccessKey: 'secret-of-the-user' }
  await execa(s3Programs.versitygw, [
    ...['admin', '--endpoint-url', endpoint],
    ...['--access', credentials.accessKeyId, '--secret', credentials.secretAccessKey],
    ...['create-user', '--role', 'user'],
    ...['--access', user.accessKeyId, '--secret', user.secretAccessKey],
  ])
  return user
}

/** Many services of AWS in memory, at one address: checks neither signatures nor expiry. */
export function startMoto(): Promise<S3Server> {
  return startS3('moto', (port) => ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)])
}

const region = 'us-east-1'
const credentials = { accessKeyId: 'cuepoint', secretAccessKey: 'secret-of-the-test' }

async function startS3(
  name: S3ServerName,
  argsFor: (port: number) => readonly string[],
): Promise<S3Server> {
  const port = await freePort()
  const endpoint = `http://127.0.0.1:${port}`
  await using started = new AsyncDisposableStack()
  const client = started.adopt(s3ClientOf(endpoint), (it) => it.destroy())
  started.use(
    await startKept({
      program: s3Programs[name],
      args: argsFor(port),
      ask: () => client.send(new ListBucketsCommand()),
    }),
  )
  const kept = started.move()
  return {
    endpoint,
    port,
    region,
    credentials,
    client,
    env: {
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      CUEPOINT_S3_FORCE_PATH_STYLE: 'true',
    },
    async createBucket() {
      const bucket = `test-${randomUUID()}`
      await client.send(new CreateBucketCommand({ Bucket: bucket }))
      return bucket
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** The configuration of a storage in an empty bucket of a server. */
export async function s3StorageOn(server: S3Server, cacheDirectory: string) {
  return {
    bucket: await server.createBucket(),
    prefix: '',
    endpoint: server.endpoint,
    publicEndpoint: null,
    region: server.region,
    forcePathStyle: true,
    cacheDirectory,
    credentials: server.credentials,
  }
}

function s3ClientOf(endpoint: string): S3Client {
  return new S3Client({
    endpoint,
    region,
    credentials,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
}
