import { createReadStream } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { APIError, OpenAI } from 'openai'
import { z } from 'zod'
import type { OpenAiTranscriberSettings } from '../../../config/parts/transcriber-config.ts'
import { CuepointError, UnreachableError } from '../../../domain/errors.ts'
import { refusesFormat, toTranscriberError } from './errors.ts'

/** The forms of answers, the richest first: with the times of words, with those of segments, text alone. */
export type AnswerForm = 'words' | 'segments' | 'text'

export interface Question {
  /** Opus in Ogg. */
  readonly file: string
  readonly language: string | null
  readonly form: AnswerForm
  /** The same for the same piece, for servers that know repeated requests by it. */
  readonly key: string
}

export interface SpeechServer {
  /** JSON, or what else the server has sent. Asks again only where the server has refused the work as too much for now. */
  ask(question: Question, signal: AbortSignal): Promise<unknown>
  check(signal: AbortSignal): Promise<void>
}

export function openSpeechServer(
  config: OpenAiTranscriberSettings,
  timeoutMs: number,
): SpeechServer {
  const { model, baseUrl, apiKey } = config
  // A request that is sent twice is billed twice: the client repeats nothing.
  const client = new OpenAI({
    apiKey: apiKey.reveal(),
    baseURL: baseUrl,
    logLevel: 'off',
    maxRetries: 0,
  })

  async function post({ file, language, form, key }: Question, signal: AbortSignal) {
    const answer: unknown = await client.audio.transcriptions.create(
      {
        file: createReadStream(file),
        model,
        response_format: form === 'text' ? 'json' : 'verbose_json',
        ...(form === 'words' && { timestamp_granularities: ['word', 'segment'] }),
        ...(language !== null && { language }),
      },
      { signal, timeout: timeoutMs, headers: { 'Idempotency-Key': key } },
    )
    return answer
  }

  return {
    async ask(question, signal) {
      let waitedMs = 0
      for (;;) {
        try {
          return await post(question, signal)
        } catch (error) {
          const waitMs = pauseAfter(error, waitedMs)
          if (waitMs === null) throw error
          waitedMs += waitMs
          // Stopped while it waits: the last word is still that refusal, nothing is on its way.
          await sleep(waitMs, undefined, { signal }).catch(() => undefined)
          if (signal.aborted) throw error
        }
      }
    },
    async check(signal) {
      try {
        const answer: unknown = await client.get('/models', { signal, timeout: checkTimeoutMs })
        const listed = modelList.safeParse(answer)
        // Not every server lists what it has.
        if (!listed.success || listed.data.data.length === 0) return
        if (listed.data.data.some(({ id }) => id === model)) return
        throw unknownModel(config, listed.data.data)
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof APIError && [404, 405].includes(Number(error.status))) return
        throw atStart(toTranscriberError(error, config))
      }
    },
  }
}

/** The richer of the forms that are left when a server has refused one; null when it was not about the form. */
export function simplerForm(form: AnswerForm, error: unknown): AnswerForm | null {
  if (form === 'text' || !refusesFormat(error)) return null
  return form === 'words' ? 'segments' : 'text'
}

const checkTimeoutMs = 10_000

/** Longer waits are left to the queue. */
const longestWaitMs = 60_000

/** How long to wait before a request that was refused as one too many is sent again; null: not at all. */
function pauseAfter(error: unknown, waitedMs: number): number | null {
  if (!(error instanceof APIError) || error.status !== 429) return null
  if (error.code === 'insufficient_quota') return null
  const headers: unknown = error.headers
  const said = headers instanceof Headers ? Number(headers.get('retry-after') ?? NaN) : NaN
  const pauseMs = Number.isFinite(said) ? Math.max(said * 1000, 100) : Math.max(1000, 2 * waitedMs)
  return waitedMs + pauseMs > longestWaitMs ? null : pauseMs
}

const modelList = z.object({ data: z.array(z.object({ id: z.string() })) })

function unknownModel(
  { baseUrl, model }: OpenAiTranscriberSettings,
  listed: readonly { readonly id: string }[],
): CuepointError {
  const some = listed.map(({ id }) => id).slice(0, 10)
  return new CuepointError(
    'transcriber-not-found',
    `${baseUrl} has no model ${model}; it lists ${some.join(', ')}${listed.length > some.length ? ', …' : ''}.`,
    { remedy: 'Check CUEPOINT_OPENAI_TRANSCRIBE_MODEL.', retryable: 'when-available' },
  )
}

/** A fault that passes is nothing that a person has to mend before a start. */
function atStart(error: CuepointError): CuepointError {
  if (error.retryable !== 'soon') return error
  return new UnreachableError(error.code, error.message, { cause: error })
}
