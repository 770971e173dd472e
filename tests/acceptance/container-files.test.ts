import { execa } from 'execa'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Setting } from '../../src/config/setting.ts'
import { settings } from '../../src/config/settings.ts'
import { s3ServerNote, startVersitygw, whyNoS3Server } from '../support/s3-server.ts'
import { startTestServer } from '../support/test-server.ts'

const root = join(import.meta.dirname, '../..')
const text = (name: string) => readFile(join(root, name), 'utf8')

const service = z.object({
  image: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).default([]),
})
const composeFile = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()),
})

const readCompose = async () =>
  composeFile.parse(parse(await text('compose.yaml'), { merge: true }) as unknown)

/** Compose reads `$$` as `$`. */
const unescaped = (script: string) => script.replaceAll('$$', '$')

describe('compose.yaml', () => {
  it('sets nothing that Cuepoint does not read', async () => {
    const known = [
      ...Object.values<Setting>(settings).map(({ variable }) => variable),
      // Read by the AWS SDK itself.
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
    ]
    const { services } = await readCompose()
    const ours = Object.values(services).filter(({ image }) => image === 'cuepoint')
    expect(ours.length).toBeGreaterThan(2)
    for (const { environment } of ours)
      expect(known).toEqual(expect.arrayContaining(Object.keys(environment)))
  })

  it('gives every process of the library the same settings, but for what each is for', async () => {
    const { services } = await readCompose()
    const own = [
      'CUEPOINT_WORKER',
      'CUEPOINT_API_TOKEN',
      'CUEPOINT_PUBLIC_URL',
      'CUEPOINT_TRANSCRIBE_JOBS',
    ]
    const shared = (name: string) =>
      Object.entries(services[name]?.environment ?? {}).filter(([key]) => !own.includes(key))
    expect(shared('api')).toEqual(shared('worker'))
    expect(shared('api')).not.toEqual([])
  })

  it('names services and volumes that are there', async () => {
    const { services, volumes } = await readCompose()
    for (const one of Object.values(services)) {
      const needed = Array.isArray(one.depends_on) ? one.depends_on : Object.keys(one.depends_on)
      expect(Object.keys(services)).toEqual(expect.arrayContaining(needed))
      const named = one.volumes.map((volume) => volume.split(':')[0])
      expect(Object.keys(volumes)).toEqual(expect.arrayContaining(named))
    }
  })

  it('has no secret in it, and names every variable that it needs in the example of .env', async () => {
    const compose = await text('compose.yaml')
    const example = await text('compose.env.example')
    const variables = [...compose.matchAll(/(?<!\$)\$\{(\w+)(:[-?])?/g)]
    expect(variables.length).toBeGreaterThan(5)
    for (const [, name = '', standard] of variables) {
      const line = new RegExp(`^${standard === ':?' ? '' : '#'}${name}=`, 'm')
      expect(example).toMatch(line)
    }
    for (const secret of ['POSTGRES_PASSWORD', 'S3_SECRET_KEY', 'CUEPOINT_API_TOKEN']) {
      expect(compose).toContain(`\${${secret}:?`)
    }
  })

  it.skipIf(whyNoS3Server('versitygw') !== null)(
    `makes its bucket once, and refuses wrong keys${s3ServerNote('versitygw')}`,
    async () => {
      await using server = await startVersitygw()
      const { services } = await readCompose()
      const script = unescaped(services['bucket']?.command?.[0] ?? '')
      const run = (env: Readonly<Record<string, string>> = {}) =>
        execa(process.execPath, ['--input-type=module', '--eval', script], {
          cwd: root,
          env: { ...server.env, CUEPOINT_S3_BUCKET: 'cuepoint', ...env },
          reject: false,
        })
      expect(await run()).toMatchObject({ exitCode: 0, stdout: 'The bucket is made.' })
      expect(await run()).toMatchObject({ exitCode: 0, stdout: 'The bucket is there.' })
      const refused = await run({ AWS_SECRET_ACCESS_KEY: 'wrong' })
      expect(refused.exitCode).not.toBe(0)
      expect(refused.stderr).toContain('SignatureDoesNotMatch')
    },
  )
})

describe('the Dockerfile', () => {
  it('copies files that are there and that .dockerignore lets through', async () => {
    const dockerfile = await text('Dockerfile')
    const ignored = (await text('.dockerignore')).split('\n')
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(
      ([, names = '']) => names.split(' '),
    )
    expect(copied).toContain('package-lock.json')
    for (const name of copied) {
      expect(existsSync(join(root, name)), name).toBe(true)
      expect(ignored).not.toContain(name)
    }
    expect(ignored).toEqual(expect.arrayContaining(['.env', '.git', '**/node_modules']))
  })

  it('runs as a user without rights, and for any architecture', async () => {
    const dockerfile = await text('Dockerfile')
    expect(dockerfile.lastIndexOf('\nUSER node\n')).toBeLessThan(dockerfile.indexOf('\nENTRYPOINT'))
    expect(dockerfile).toContain('\nUSER node\n')
    expect(dockerfile.replace(/^#.*$/gm, '')).not.toMatch(/amd64|arm64|x86_64|aarch64/)
  })

  it('asks a server how it is, and believes nothing else', async () => {
    const script = /CMD \["node", "-e", "(.*)"\]/.exec(await text('Dockerfile'))?.[1] ?? ''
    await using server = await startTestServer()
    const check = (port: string) =>
      execa(process.execPath, ['-e', script], { env: { CUEPOINT_PORT: port }, reject: false })
    expect((await check(new URL(server.address).port)).exitCode).toBe(0)
    await server.stop()
    expect((await check(new URL(server.address).port)).exitCode).toBe(1)
  })
})
