import {
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { createHash, randomBytes } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openCommandLine, samplesFolder, type CommandLine } from '../support/command-line.ts'
import { ffmpegNote, hasFfmpeg } from '../support/media.ts'
import { startPostgresServer, whyNot } from '../support/postgres-server.ts'
import { openServerMode } from '../support/server-mode.ts'
import { s3ServerNote, startVersitygw, whyNoS3Server, type S3Server } from '../support/s3-server.ts'
import { until } from '../support/until.ts'

const skip = whyNoS3Server('versitygw')
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe.skipIf(skip)(`cuepoint storage move${s3ServerNote('versitygw')}`, () => {
  let server: S3Server
  let bucket: string
  let cli: CommandLine
  let files: string

  beforeAll(async () => {
    server = await startVersitygw()
  })
  afterAll(() => server[Symbol.asyncDispose]())
  beforeEach(async () => {
    bucket = await server.createBucket()
    cli = await openCommandLine({ ...server.env, CUEPOINT_S3_BUCKET: bucket })
    files = join(cli.env['CUEPOINT_DATA_DIR'] ?? '', 'files')
  })
  afterEach(() => cli[Symbol.asyncDispose]())

  const inS3 = { CUEPOINT_STORAGE: 's3' }
  const move = (args: readonly string[], env = {}) =>
    cli.start(['storage', 'move', ...args], env).ended
  const store = async (name: string, bytes: Buffer) => {
    const path = join(files, 'videos', name)
    await mkdir(join(path, '..'), { recursive: true })
    await writeFile(path, bytes)
  }
  const onDisk = async () => {
    const entries = await readdir(files, { recursive: true, withFileTypes: true })
    const hashes: Record<string, string> = {}
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name)
      hashes[relative(files, path)] = sha256(await readFile(path))
    }
    return hashes
  }
  const keys = async () => {
    const { Contents } = await server.client.send(new ListObjectsV2Command({ Bucket: bucket }))
    return (Contents ?? []).map(({ Key }) => Key ?? '')
  }

  it('takes everything to S3 and back, and deletes at the source only when asked to', async () => {
    await store('1/original.mp4', randomBytes(20 * 1024 ** 2 + 1))
    await store('1/frames/3.jpg', randomBytes(5000))
    await store('2/ünusual & odd.webm', randomBytes(100))
    await store('2/empty', Buffer.alloc(0))
    const before = await onDisk()
    const there = await move(['--to', 's3'])
    expect(there.code, there.stderr).toBe(0)
    expect(there.stdout).toMatch(/^All 4 files \(21 MB\) .*copied: 4, there before: 0\.$/)
    expect(there.stderr).toContain('CUEPOINT_STORAGE=s3')
    expect(there.stderr).toContain(files)
    expect((await keys()).toSorted()).toEqual(Object.keys(before).toSorted())
    expect(await onDisk()).toEqual(before)

    const again = await move(['--to', 's3', '--delete-source', '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({
      ...{ objects: 4, copied: 0, already_there: 4, deleted: 4 },
    })
    expect(await onDisk()).toEqual({})

    const back = await move(['--to', 'disk', '--delete-source'], inS3)
    expect(back.code, back.stderr).toBe(0)
    expect(await onDisk()).toEqual(before)
    expect(await keys()).toEqual([])
  })

  it('goes on where it was interrupted', async () => {
    for (let n = 0; n < 300; n++) await store(`${n}/original.mp4`, randomBytes(200_000))
    const before = await onDisk()
    const moving = cli.start(['storage', 'move', '--to', 's3', '--delete-source'])
    await until(async () => (await keys()).length >= 5)
    moving.signal('SIGINT')
    expect((await moving.ended).code).toBe(130)
    const arrived = (await keys()).length
    expect(arrived).toBeLessThan(300)
    const unfinished = new ListMultipartUploadsCommand({ Bucket: bucket })
    expect((await server.client.send(unfinished)).Uploads ?? []).toEqual([])
    expect(await onDisk()).toEqual(before)

    const rest = await move(['--to', 's3', '--json'])
    expect(JSON.parse(rest.stdout)).toMatchObject({
      ...{ objects: 300, copied: 300 - arrived, already_there: arrived, deleted: 0 },
    })
    expect(await keys()).toHaveLength(300)
  })

  it('finds a damaged copy and copies it again', async () => {
    for (const name of ['1/a', '2/a', '3/a']) await store(name, randomBytes(50_000))
    const before = await onDisk()
    await move(['--to', 's3'])
    const damaged = { Bucket: bucket, Key: 'videos/2/a', Body: randomBytes(50_000) }
    await server.client.send(new PutObjectCommand(damaged))
    const again = await move(['--to', 's3', '--json', '--delete-source'])
    expect(JSON.parse(again.stdout)).toMatchObject({ copied: 1, already_there: 2, deleted: 3 })
    await move(['--to', 'disk'], inS3)
    expect(await onDisk()).toEqual(before)
  })

  it.each([
    ['the files are there already', ['--to', 'disk'], {}, 2, 'already'],
    ['there is no such storage', ['--to', 'tape'], {}, 2, 'tape'],
    ['the bucket is not set', ['--to', 's3'], { CUEPOINT_S3_BUCKET: '' }, 2, 'CUEPOINT_S3_BUCKET'],
    ['the bucket is missing', ['--to', 's3'], { CUEPOINT_S3_BUCKET: 'absent' }, 1, 'no bucket'],
    [
      'the secret is wrong',
      ['--to', 's3'],
      { AWS_SECRET_ACCESS_KEY: 'no' },
      1,
      'secret access key',
    ],
  ])('refuses when %s', async (_, args, env, code, words) => {
    await store('1/a', randomBytes(10))
    const refused = await move(args, env)
    expect(refused.code, refused.stderr).toBe(code)
    expect(refused.stderr).toContain(words)
    expect(Object.keys(await onDisk())).toEqual(['videos/1/a'])
  })

  it.skipIf(!hasFfmpeg)(
    `leaves a running server alone, and a working library${ffmpegNote}`,
    async () => {
      for (const name of ['bread.mp4', 'bread.vtt'])
        await copyFile(join(samplesFolder, name), join(cli.folder, name))
      const serving = cli.start(['serve'])
      await serving.says('Ctrl-C stops it.')
      const added = await cli.run('add', 'bread.mp4', '--wait')
      expect(added.code, added.stderr).toBe(0)
      const refused = await move(['--to', 's3', '--json'])
      expect(refused.code).toBe(1)
      expect(refused.stderr).toContain('data-directory-in-use')
      expect(await keys()).toEqual([])
      serving.signal('SIGTERM')
      await serving.ended

      const moved = await move(['--to', 's3', '--delete-source'])
      expect(moved.code, moved.stderr).toBe(0)
      const again = cli.start(['serve'], inS3)
      await again.says('Ctrl-C stops it.')
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(again.said())?.[0] ?? ''
      const [key = ''] = (await keys()).filter((one) => one.endsWith('/original.mp4'))
      const played = await fetch(new URL(`/${key.replace('/original.mp4', '/media')}`, address))
      const bytes = Buffer.from(await played.arrayBuffer())
      expect(sha256(bytes)).toBe(sha256(await readFile(join(samplesFolder, 'bread.mp4'))))
    },
  )

  const noServer = whyNot('postgres-18')
  it.skipIf(noServer !== null)(
    `leaves processes on a server alone${noServer === null ? '' : ` (skipped: ${noServer})`}`,
    async () => {
      await using postgres = await startPostgresServer('postgres-18')
      await using library = await openServerMode({
        postgres,
        env: { ...server.env, CUEPOINT_S3_BUCKET: bucket },
      })
      const api = await library.startApi()
      const refused = await library.cli.run('storage', 'move', '--to', 's3', '--json')
      expect(refused.code).toBe(1)
      expect(refused.stderr).toContain('Stop every serve and every worker')
      api.process.signal('SIGTERM')
      await api.process.ended
      const moved = await library.cli.run('storage', 'move', '--to', 's3')
      expect(moved.code, moved.stderr).toBe(0)
    },
  )
})
