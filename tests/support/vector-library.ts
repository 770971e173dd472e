import { z } from 'zod'
import type { EmbeddingSpace } from '../../src/domain/embedding-space.ts'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { system } from '../../src/http/schemas/system.ts'
import { accepted, video } from '../../src/http/schemas/video.ts'
import { openCommandLine, type CommandLine, type Running } from './command-line.ts'
import { asJson } from './test-server.ts'
import { serverKey, serverModel, startTinyEmbedderServer } from './tiny-embedder-server.ts'
import { until } from './until.ts'

type Search = z.output<typeof searchAnswer>
type Part = z.output<typeof system>['parts'][number]

/** A library whose vectors are searched somewhere else, as its settings say, and the processes that work on it. */
export interface VectorLibrary extends AsyncDisposable {
  readonly cli: CommandLine
  /** `cuepoint serve` with its worker. */
  startServer(): Promise<ServedLibrary>
}

export interface ServedLibrary {
  readonly process: Running
  /** Adds a video with a transcript of one line; resolves when it is ready, its vectors in the database. */
  add(title: string, line: string): Promise<string>
  remove(id: string): Promise<void>
  search(words: string, mode?: 'hybrid' | 'semantic'): Promise<Search>
  /** Waits until the nearest by meaning is the video of that title. */
  untilMeant(line: string, title: string): Promise<void>
  /** What the system says of its vectors. */
  vectors(): Promise<Part>
  space(): Promise<EmbeddingSpace>
  /** As Ctrl-C does. */
  stop(): Promise<void>
}

/** Vectors are made of letters, by a server on loopback; nothing is downloaded. */
export async function openVectorLibrary(
  settings: Readonly<Record<string, string>>,
): Promise<VectorLibrary> {
  await using opened = new AsyncDisposableStack()
  const embedder = opened.use(await startTinyEmbedderServer())
  const cli = opened.use(
    await openCommandLine({
      CUEPOINT_EMBEDDER: 'openai',
      CUEPOINT_OPENAI_EMBED_MODEL: serverModel,
      OPENAI_BASE_URL: embedder.baseUrl,
      OPENAI_API_KEY: serverKey,
      CUEPOINT_LOG_LEVEL: 'warn',
      ...settings,
    }),
  )
  const parts = opened.move()
  return {
    cli,
    async startServer() {
      const process = cli.start(['serve', '--json'])
      await process.says('"pid"')
      const said = /\{\s*"address"[^}]*\}/.exec(process.said())?.[0] ?? '{}'
      const { address } = z.object({ address: z.string() }).parse(JSON.parse(said))
      return served(address, process)
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

/** The same letters in another order: no word of it is in the line, and its vector is that of the line. */
function anagram(line: string): string {
  const letters = line.toLowerCase().match(/[a-z ]/g) ?? []
  return letters.reverse().join('')
}

/** The library that a server shows at an address. */
export function served(address: string, process: Running): ServedLibrary {
  const ask = (path: string, init?: RequestInit) => fetch(new URL(path, address), init)
  const search: ServedLibrary['search'] = async (words, mode = 'hybrid') => {
    const parameters = new URLSearchParams({ q: words, mode })
    return searchAnswer.parse(await (await ask(`/search?${parameters.toString()}`)).json())
  }
  const vectors = async (): Promise<Part> => {
    const { parts } = system.parse(await (await ask('/system')).json())
    const part = parts.find(({ name }) => name === 'vectors')
    if (!part) throw new Error('nothing is said of vectors')
    return part
  }
  return {
    process,
    search,
    vectors,
    async add(title, line) {
      const body = {
        title,
        duration: 30,
        transcript: { segments: [{ start: 1, end: 9, text: line }] },
      }
      const { id } = accepted.parse(await (await ask('/videos', asJson(body))).json())
      await until(async () => {
        const { status } = video.parse(await (await ask(`/videos/${id}`)).json())
        if (status.error) throw new Error(status.error.message)
        return status.status === 'ready' && status.semantic === 'complete'
      })
      return id
    },
    async remove(id) {
      await ask(`/videos/${id}`, { method: 'DELETE' })
    },
    async untilMeant(line, title) {
      await until(async () => {
        const answer = await ask(
          `/search?${new URLSearchParams({ q: anagram(line), mode: 'semantic' }).toString()}`,
        )
        if (!answer.ok) return false
        return searchAnswer.parse(await answer.json()).results[0]?.video.title === title
      })
    },
    async space() {
      const { details } = await vectors()
      const { model, dimensions } = z
        .object({ model: z.string(), dimensions: z.number() })
        .parse(details)
      return { modelId: model, dimensions }
    },
    async stop() {
      process.signal('SIGTERM')
      await process.ended
    },
  }
}
