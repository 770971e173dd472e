import { setImmediate as nextTurn } from 'node:timers/promises'
import { v7 as uuidv7 } from 'uuid'
import {
  createGoogleTranscriber,
  type GoogleTranscriberConfig,
} from '../../src/adapters/transcriber/google/transcriber.ts'
import { createMediaTool } from '../../src/adapters/media-tool/index.ts'
import { ConflictError } from '../../src/domain/errors.ts'
import type { Transcriber, TranscriptionMemory } from '../../src/ports/transcriber.ts'
import { startGoogleSpeechServer, type GoogleSpeechServer } from './google-speech-server.ts'
import { startGoogleStorageServer, type GoogleStorageServer } from './google-storage-server.ts'
import { silentLogger } from './silent-logger.ts'

/** Both services of Google on loopback, and transcribers that use them. */
export interface GoogleScene extends AsyncDisposable {
  readonly storage: GoogleStorageServer
  readonly speech: GoogleSpeechServer
  /** Closed with the scene. */
  open(changes?: Partial<GoogleTranscriberConfig>): Transcriber
}

export async function openGoogleScene(): Promise<GoogleScene> {
  await using opened = new AsyncDisposableStack()
  const storage = opened.use(await startGoogleStorageServer())
  const speech = opened.use(await startGoogleSpeechServer(storage))
  const media = createMediaTool({ ffmpegPath: null, ffprobePath: null })
  const parts = opened.move()
  return {
    storage,
    speech,
    open: (changes = {}) =>
      parts.use(
        createGoogleTranscriber({
          kind: 'google-speech',
          bucket: storage.bucket,
          project: speech.project,
          location: 'us-central1',
          model: 'chirp_2',
          speechEndpoint: speech.endpoint,
          storageEndpoint: storage.endpoint,
          maxSpeakers: 10,
          media,
          logger: silentLogger,
          sleep: withoutSleep,
          ...changes,
        }),
      ),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

/** Time passes at once; an abort is seen. */
async function withoutSleep(_milliseconds: number, signal: AbortSignal): Promise<void> {
  await nextTurn()
  signal.throwIfAborted()
}

/** The memory of one transcript, as a database keeps it: JSON that outlives the transcriber. */
export interface TestMemory extends TranscriptionMemory {
  readonly written: readonly unknown[]
  /** The video is gone: nothing can be written any more. */
  forget(): void
  /** The next write that fits fails, as one does when the program ends. */
  failWrite(when: (value: object | null) => boolean): void
}

function createTestMemory(): TestMemory {
  let content = 'null'
  let isWanted = true
  let fails: ((value: object | null) => boolean) | null = null
  const written: unknown[] = []
  return {
    written,
    read: () => Promise.resolve(JSON.parse(content)),
    write(value) {
      if (!isWanted) return Promise.reject(new ConflictError('The video is gone.'))
      if (fails?.(value)) {
        fails = null
        return Promise.reject(new Error('the program ended'))
      }
      content = JSON.stringify(value)
      written.push(JSON.parse(content))
      return Promise.resolve()
    },
    isWanted: () => Promise.resolve(isWanted),
    forget: () => void (isWanted = false),
    failWrite: (when) => void (fails = when),
  }
}

/** A request for a whole file, with a key and a memory of its own. */
export function googleRequest(file: { path: string; durationSeconds: number }) {
  return {
    ...file,
    language: null,
    resumeAtSeconds: 0,
    resumeLanguage: null,
    requestKey: uuidv7(),
    memory: createTestMemory(),
  }
}
