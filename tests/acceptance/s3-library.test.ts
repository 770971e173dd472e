import { ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { openAsBlob } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, video } from '../../src/http/schemas/video.ts'
import { browserNote, hasBrowser, openPage } from '../support/browser.ts'
import { openCommandLine, samplesFolder, type CommandLine } from '../support/command-line.ts'
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../support/media.ts'
import { s3ServerNote, startVersitygw, whyNoS3Server, type S3Server } from '../support/s3-server.ts'
import { until } from '../support/until.ts'

const token = 'the token of the test'
const headers = { authorization: `Bearer ${token}` }
const skip = whyNoS3Server('versitygw') !== null || !hasFfmpeg

describe.skipIf(skip)(`a library in S3${s3ServerNote('versitygw')}${ffmpegNote}`, () => {
  let server: S3Server
  let bucket: string
  let cli: CommandLine
  let address = ''
  let id = ''

  beforeAll(async () => {
    server = await startVersitygw()
    bucket = await server.createBucket()
    cli = await openCommandLine({
      ...server.env,
      CUEPOINT_STORAGE: 's3',
      CUEPOINT_S3_BUCKET: bucket,
      CUEPOINT_S3_PREFIX: 'talks',
      CUEPOINT_API_TOKEN: token,
    })
    const serving = cli.start(['serve'])
    await serving.says('Ctrl-C stops it.')
    address = /http:\/\/127\.0\.0\.1:\d+/.exec(serving.said())?.[0] ?? ''
    const body = new FormData()
    body.append('file', new File([await readFile(sample('bread.mp4'))], 'bread.mp4'))
    body.append('captions', new File([await readFile(sample('bread.vtt'))], 'bread.vtt'))
    const answer = await ask('/videos/upload', { method: 'POST', body })
    id = accepted.parse(await answer.json()).id
    await until(async () => {
      const { status, thumbnail_url } = await look()
      expect(status.error).toBeNull()
      return status.status === 'ready' && thumbnail_url !== null
    })
  })
  afterAll(async () => {
    await cli[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  const sample = (name: string) => join(samplesFolder, name)
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, address), { redirect: 'manual', ...init, headers })
  const look = async () => video.parse(await (await ask(`/videos/${id}`)).json())
  const keys = async () => {
    const { Contents } = await server.client.send(new ListObjectsV2Command({ Bucket: bucket }))
    return (Contents ?? []).map(({ Key }) => Key ?? '')
  }

  it('keeps everything below its prefix, and no upload unfinished', async () => {
    for (const key of await keys()) expect(key).toMatch(new RegExp(`^talks/videos/${id}/`))
    const unfinished = new ListMultipartUploadsCommand({ Bucket: bucket })
    expect((await server.client.send(unfinished)).Uploads ?? []).toEqual([])
  })

  it('sends players to the storage, for an hour, and only those who have the token', async () => {
    const stranger = await fetch(new URL(`/videos/${id}/media`, address), { redirect: 'manual' })
    expect(stranger.status).toBe(401)
    const sent = await ask(`/videos/${id}/media`)
    expect(sent.status).toBe(302)
    expect(sent.headers.get('cache-control')).toBe('no-store')
    const url = new URL(sent.headers.get('location') ?? '')
    expect(url.origin).toBe(server.endpoint)
    expect(url.searchParams.get('X-Amz-Expires')).toBe('3600')
    const part = await fetch(url, { headers: { range: 'bytes=100-199' } })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-type')).toBe('video/mp4')
    const original = await readFile(sample('bread.mp4'))
    expect(Buffer.from(await part.arrayBuffer())).toEqual(original.subarray(100, 200))
  })

  it('gives originals under their name', async () => {
    const sent = await ask(`/videos/${id}/media?download`)
    const whole = await fetch(sent.headers.get('location') ?? '')
    expect(whole.headers.get('content-disposition')).toContain('filename="bread.mp4"')
    const bytes = Buffer.from(await whole.arrayBuffer())
    expect(bytes.equals(await readFile(sample('bread.mp4')))).toBe(true)
  })

  it('lets its pages play from the storage, and load nothing else from there', async () => {
    const policy = (await ask('/')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain(`media-src 'self' blob: ${server.endpoint};`)
    expect(policy.replace(/media-src[^;]*/, '')).not.toContain(server.endpoint)
  })

  it('shows pictures', async () => {
    for (const path of ['thumbnail', 'frame?t=3', 'storyboard/0.jpg']) {
      const picture = await ask(`/videos/${id}/${path}`)
      expect(picture.headers.get('content-type'), path).toBe('image/jpeg')
      const bytes = Buffer.from(await picture.arrayBuffer())
      expect(bytes.subarray(0, 2), path).toEqual(Buffer.from([0xff, 0xd8]))
    }
  })

  it.skipIf(!hasBrowser)(`plays and jumps in a browser${browserNote}`, async () => {
    await using opened = await openPage(address)
    const { page, errors } = opened
    await page.request.post('/session', { data: { token } })
    await page.goto(`/videos/${id}?t=36`)
    const place = () => page.evaluate<number>("document.querySelector('video')?.currentTime ?? 0")
    await until(async () => (await place()) >= 36)
    const wide = "document.querySelector('video')?.videoWidth ?? 0"
    await until(async () => (await page.evaluate<number>(wide)) > 0)
    expect(errors.filter((error) => /policy|cors|media/i.test(error))).toEqual([])
  })

  it.skipIf(!hasBrowser)(`plays on when its address has expired${browserNote}`, async () => {
    // More than a browser reads ahead.
    const path = join(cli.folder, 'long.mp4')
    const rate = ['-b:v', '8M', '-minrate', '8M', '-maxrate', '8M', '-bufsize', '8M']
    await runFfmpeg([
      ...['-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=25', '-t', '100'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', ...rate, '-x264-params', 'nal-hrd=cbr'],
      ...['-pix_fmt', 'yuv420p', '-movflags', '+faststart', path],
    ])
    const body = new FormData()
    body.append('file', await openAsBlob(path), 'long.mp4')
    const answer = await ask('/videos/upload', { method: 'POST', body })
    const { id: long } = accepted.parse(await answer.json())
    const media = async () =>
      video.parse(await (await ask(`/videos/${long}`)).json()).media_url !== null
    await until(media)
    await using opened = await openPage(address)
    const { page } = opened
    await page.request.post('/session', { data: { token } })
    const expired = new Set<string>()
    const seen = new Set<string>()
    await page.route(`${server.endpoint}/**`, async (route) => {
      const url = route.request().url()
      seen.add(url)
      await (expired.has(url) ? route.fulfill({ status: 403 }) : route.continue())
    })
    await page.goto(`/videos/${long}?t=1`)
    const state = () =>
      page.evaluate<number>(
        "(({ currentTime, readyState }) => readyState < 2 ? -1 : currentTime)(document.querySelector('video') ?? {})",
      )
    await until(async () => (await state()) >= 1)
    for (const url of seen) expired.add(url)
    await page.evaluate("document.querySelector('video').currentTime = 90")
    await until(async () => (await state()) > 90)
    expect(seen.size).toBeGreaterThan(expired.size)
    await ask(`/videos/${long}`, { method: 'DELETE' })
  })

  it('is named by doctor', async () => {
    const { stdout } = await cli.run('doctor')
    expect(stdout).toContain(`s3://${bucket}/talks at ${server.endpoint}`)
  })

  it('deletes every object of a video', async () => {
    expect((await ask(`/videos/${id}`, { method: 'DELETE' })).status).toBe(204)
    await until(async () => (await keys()).length === 0)
  })

  it.each([
    ['a wrong secret', { AWS_SECRET_ACCESS_KEY: 'another' }, /secret access key does not belong/],
    ['a missing bucket', { CUEPOINT_S3_BUCKET: 'absent' }, /There is no bucket absent/],
    ['no keys', { AWS_ACCESS_KEY_ID: '', AWS_EC2_METADATA_DISABLED: 'true' }, /no credentials/],
    ['no bucket in the settings', { CUEPOINT_S3_BUCKET: '' }, /CUEPOINT_S3_BUCKET/],
  ])('does not start with %s, and says so', async (_, wrong, message) => {
    await using other = await openCommandLine({ ...cli.env, CUEPOINT_DATA_DIR: '', ...wrong })
    const env = { CUEPOINT_DATA_DIR: join(other.folder, '../library') }
    for (const command of ['serve', 'doctor']) {
      const { code, stderr } = await other.start([command], env).ended
      expect(code, command).not.toBe(0)
      expect(stderr, command).toMatch(message)
      expect(stderr, command).not.toContain('inside Cuepoint')
    }
  })
})
