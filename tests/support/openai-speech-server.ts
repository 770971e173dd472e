import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { Ajv } from 'ajv'
import { execa } from 'execa'
import { parse } from 'yaml'
import { z } from 'zod'
import { hearTones, type HeardTone } from './google-tones.ts'
import { ffmpegForTests } from './media-programs.ts'
import { openAiKey } from './openai-transcriber.ts'
import { sharedPath } from './shared.ts'

/** Null where OpenAI's description of its API is not here. */
export const openAiDescription = sharedPath('samples/specs/openai-audio.openapi.yaml')

/** How a server words its answers. */
export type Dialect = 'openai' | 'no-segments' | 'whisper.cpp' | 'segments-only' | 'text-only'

/** In place of an answer. The last three come after the work was done, so they are billed. */
export type SpeechFault =
  | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> }
  | 'hang'
  | 'cut'
  | 'wait'

export interface OpenAiSpeechServer extends AsyncDisposable {
  /** With its /v1. */
  readonly baseUrl: string
  /** The sound of every request that was worked on. */
  readonly billed: readonly { readonly sound: string; readonly seconds: number }[]
  readonly requests: readonly { readonly format: string | null; readonly key: string | null }[]
  /** What does not fit OpenAI's description. */
  readonly problems: readonly string[]
  behaviour: { dialect: Dialect; models: readonly string[] | null }
  failNext(...faults: SpeechFault[]): void
  /** Resolves when a request hangs or waits. */
  held(): Promise<undefined>
  /** Lets what waits be answered. */
  release(): void
}

/** A speech server on loopback that hears the tones in the Opus that it gets. */
export async function startOpenAiSpeechServer(): Promise<OpenAiSpeechServer> {
  const problemOf = readDescription(openAiDescription ?? '')
  const billed: { sound: string; seconds: number }[] = []
  const requests: { format: string | null; key: string | null }[] = []
  const problems: string[] = []
  const faults: SpeechFault[] = []
  const behaviour: OpenAiSpeechServer['behaviour'] = { dialect: 'openai', models: ['whisper-1'] }
  let held = Promise.withResolvers<undefined>()
  let released = Promise.withResolvers<undefined>()

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(request)
    const send = (status: number, json: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
    if (request.headers.authorization !== `Bearer ${openAiKey}`)
      return send(401, { error: { message: 'Incorrect API key provided.' } })
    if (request.url === '/v1/models') {
      if (!behaviour.models) return send(404, { error: { message: 'Not found' } })
      const data = behaviour.models.map((id) => ({ id, object: 'model' }))
      return send(200, { object: 'list', data })
    }
    const type = request.headers['content-type'] ?? ''
    const sent = new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is deprecated for strangers' bodies; these are ours and small
    const form = await sent.formData()
    const format = form.get('response_format')
    requests.push({
      format: typeof format === 'string' ? format : null,
      key: request.headers['idempotency-key']?.toString() ?? null,
    })
    const problem = problemOf(form)
    if (problem !== null) {
      problems.push(problem)
      return send(400, { error: { message: problem } })
    }
    const fault = faults.shift()
    if (typeof fault === 'object')
      return response
        .writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers })
        .end(fault.body ?? JSON.stringify({ error: { message: `fault ${fault.status}` } }))
    if (behaviour.dialect === 'text-only' && format !== 'json')
      return send(400, {
        error: { message: "response_format 'verbose_json' is not compatible with this model" },
      })
    const file = form.get('file')
    const sound = Buffer.from(await new Blob(file instanceof File ? [file] : []).arrayBuffer())
    const { seconds, heard } = await hearTones(await toFlac(sound))
    billed.push({ sound: sound.toString('base64url'), seconds })
    if (fault === 'hang') {
      held.resolve(undefined)
      return
    }
    if (fault === 'cut') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"text": "hel', () => request.socket.destroy())
      return
    }
    if (fault === 'wait') {
      held.resolve(undefined)
      await released.promise
    }
    return send(200, format === 'json' ? textOf(heard) : verbose(heard, seconds, behaviour.dialect))
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      problems.push(String(error))
      response.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    billed,
    requests,
    problems,
    behaviour,
    failNext(...next) {
      held = Promise.withResolvers()
      released = Promise.withResolvers()
      faults.push(...next)
    },
    held: () => held.promise,
    release: () => released.resolve(undefined),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** OpenAI takes 25 MB. */
const mostBytes = 26_214_400

const described = z.object({
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
})

function readDescription(file: string): (form: FormData) => string | null {
  const { components } = described.parse(parse(readFileSync(file, 'utf8')))
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    formats: { binary: true, double: true, float: true },
  })
  ajv.addSchema({ $id: 'openai', components })
  const isValid = ajv.compile({ $ref: 'openai#/components/schemas/CreateTranscriptionRequest' })
  return (form) => {
    const fields: Record<string, unknown> = {}
    for (const [name, value] of form)
      if (typeof value !== 'string') {
        if (value.size > mostBytes) return `The file has ${value.size} bytes.`
        if (!/\.(?:flac|mp3|mp4|mpeg|mpga|m4a|ogg|wav|webm)$/.test(value.name))
          return `The file is called ${value.name}.`
        fields[name] = 'file'
      } else if (name.endsWith('[]')) fields[name.slice(0, -2)] = form.getAll(name)
      else fields[name] = value
    return isValid(fields) ? null : ajv.errorsText(isValid.errors)
  }
}

async function toFlac(ogg: Buffer): Promise<Buffer> {
  if (ogg.subarray(0, 4).toString('latin1') !== 'OggS') throw new Error('This is no Ogg.')
  const to = ['-ar', '16000', '-ac', '1', '-f', 'flac', 'pipe:1']
  const { stdout } = await execa(ffmpegForTests, ['-v', 'error', '-i', 'pipe:0', ...to], {
    input: ogg,
    encoding: 'buffer',
  })
  return Buffer.from(stdout)
}

function textOf(heard: readonly HeardTone[]) {
  return { text: heard.map(({ word }) => word).join(' ') }
}

function verbose(heard: readonly HeardTone[], duration: number, dialect: Dialect): object {
  const whole = { task: 'transcribe', language: 'english', duration, ...textOf(heard) }
  const segments = heard.map(({ word, start, end }, id) => ({
    ...{ id, seek: 0, start, end, text: ` ${word}.`, tokens: [id], temperature: 0 },
    ...{ avg_logprob: -0.2, compression_ratio: 1, no_speech_prob: 0.01 },
  }))
  switch (dialect) {
    case 'openai':
      return { ...whole, segments, words: heard }
    case 'no-segments':
      return { ...whole, words: heard }
    case 'whisper.cpp':
      return {
        ...whole,
        segments: segments.map((segment, index) => ({ ...segment, words: [heard[index]] })),
      }
    case 'segments-only':
    case 'text-only':
      return { ...whole, language: 'en', segments }
  }
}
