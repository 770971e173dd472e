import { execa } from 'execa'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { openCommandLine } from '../support/command-line.ts'
import { makeImageFolder } from '../support/image-folder.ts'
import { freePort } from '../support/kept-server.ts'
import { startPostgresServer, whyNot } from '../support/postgres-server.ts'
import { startVersitygw, whyNoS3Server } from '../support/s3-server.ts'
import { until } from '../support/until.ts'

const root = join(import.meta.dirname, '../..')
const reason = whyNot('postgres-18') ?? whyNoS3Server('versitygw')
const note = reason === null ? '' : ` (skipped: ${reason})`

const composeFile = z.object({
  services: z.looseObject({
    api: z.object({ command: z.array(z.string()), environment: z.record(z.string(), z.string()) }),
    worker: z.object({
      command: z.array(z.string()),
      environment: z.record(z.string(), z.string()),
    }),
  }),
})

/** What is in `.env`, and what takes the place of the names that only Compose's network knows. */
const dotEnv: Readonly<Record<string, string>> = {
  POSTGRES_PASSWORD: 'pw',
  S3_SECRET_KEY: 'secret',
  CUEPOINT_API_TOKEN: 'token-of-the-test',
  CUEPOINT_TRANSCRIBER: 'none',
  CUEPOINT_EMBEDDER: 'none',
}

function filledIn(environment: Readonly<Record<string, string>>): Record<string, string> {
  const fill = (text: string) =>
    text.replace(
      /\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g,
      (_, name: string, standard?: string) => dotEnv[name] ?? standard ?? '',
    )
  return Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, fill(text)]))
}

describe.skipIf(reason !== null)(`the commands of compose.yaml${note}`, () => {
  it('run with the packages of the image and the settings of the file', async () => {
    const dockerfile = await readFile(join(root, 'Dockerfile'), 'utf8')
    const removed = [...dockerfile.matchAll(/node_modules\/(\S+)/g)].map(([, name = '']) => name)
    expect(removed).toContain('@ffmpeg-installer')
    await using image = await makeImageFolder(removed)
    await using postgres = await startPostgresServer('postgres-18')
    await using s3 = await startVersitygw()
    await using cli = await openCommandLine()
    const { services } = composeFile.parse(
      parse(await readFile(join(root, 'compose.yaml'), 'utf8'), { merge: true }) as unknown,
    )
    const port = String(await freePort())
    const here = {
      DATABASE_URL: await postgres.createDatabase(),
      CUEPOINT_S3_BUCKET: await s3.createBucket(),
      CUEPOINT_HOST: '127.0.0.1',
      CUEPOINT_PORT: port,
      ...s3.env,
    }
    const start = ({ command, environment }: typeof services.api) =>
      cli.start(command, { ...filledIn(environment), ...here }, image.program)

    const api = start(services.api)
    const worker = start(services.worker)
    await worker.says('Working on the queue.')
    const script = /CMD \["node", "-e", "(.*)"\]/.exec(dockerfile)?.[1] ?? ''
    const isHealthy = async () => {
      const { exitCode } = await execa(process.execPath, ['-e', script], {
        env: { CUEPOINT_PORT: port },
        reject: false,
      })
      return exitCode === 0
    }
    await until(isHealthy)
    const refused = await fetch(`http://127.0.0.1:${port}/videos`)
    expect(refused.status).toBe(401)
    const authorization = `Bearer ${dotEnv['CUEPOINT_API_TOKEN'] ?? ''}`
    const answer = await fetch(`http://127.0.0.1:${port}/ready`, { headers: { authorization } })
    expect(answer.status, await answer.text()).toBe(200)
    for (const process of [api, worker]) process.signal('SIGTERM')
    for (const process of [api, worker]) expect((await process.ended).code, process.said()).toBe(0)
  })
})
