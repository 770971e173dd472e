import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { File, Storage } from '@google-cloud/storage'
import { UnreachableError } from '../../../domain/errors.ts'
import { untilAborted } from '../../../domain/until-aborted.ts'
import { isNotThere, toBucketError } from './bucket-errors.ts'

/** What we put into the bucket and take out of it; keys are relative to our own folder in it. */
export interface AudioBucket {
  /** `gs://…` of a key. */
  uriOf(key: string): string
  /** Objects appear only when they are whole. */
  has(key: string, signal: AbortSignal): Promise<boolean>
  upload(path: string, key: string, signal: AbortSignal): Promise<void>
  /** The text of an object anywhere; null: it is not there. */
  read(uri: string, signal: AbortSignal): Promise<string | null>
  /** Addresses of the objects of the bucket that begin so. */
  list(uri: string, signal: AbortSignal): Promise<string[]>
  removeAll(prefix: string, signal: AbortSignal): Promise<void>
  /** Removes what is older than `days` and does not begin with `but`, by the clock of the service. */
  removeOlder(days: number, but: string, signal: AbortSignal): Promise<number>
  /** Writes, reads and removes a small object. */
  check(signal: AbortSignal): Promise<void>
}

/** Rejects as `toBucketError` says, and with `transcriber-unreachable` what takes longer than `patienceMs` to be answered. */
export function openAudioBucket(storage: Storage, name: string, patienceMs: number): AudioBucket {
  const bucket = storage.bucket(name)
  const uriOf = (key: string) => `gs://${name}/${folder}${key}`

  /** The client knows no abort and waits for ever: it is left alone with the call. */
  const ask = async <T>(work: Promise<T>, asked: string, signal: AbortSignal): Promise<T> => {
    const patience = AbortSignal.timeout(patienceMs)
    try {
      return await untilAborted(work, AbortSignal.any([signal, patience]))
    } catch (error) {
      signal.throwIfAborted()
      throw patience.aborted ? stuck(name, asked, error) : toBucketError(error, name, asked)
    }
  }
  const filesOf = async (prefix: string, signal: AbortSignal): Promise<File[]> => {
    const [files] = await ask(bucket.getFiles({ prefix: folder + prefix }), 'for a list', signal)
    return files
  }
  const remove = async (file: File, signal: AbortSignal) => {
    await ask(file.delete({ ignoreNotFound: true }), 'to delete an object', signal)
  }
  const writeProbe = async (signal: AbortSignal): Promise<File> => {
    const file = bucket.file(`${folder}check-${randomUUID()}`)
    await ask(file.save(probeText, { resumable: false }), 'to write an object', signal)
    return file
  }

  return {
    uriOf,
    async has(key, signal) {
      const [isThere] = await ask(bucket.file(folder + key).exists(), 'for an object', signal)
      return isThere
    },
    async upload(path, key, signal) {
      const file = bucket.file(folder + key)
      const patience = AbortSignal.timeout(patienceMs + sendMs((await stat(path)).size))
      const target = file.createWriteStream({
        resumable: true,
        validation: 'crc32c',
        metadata: { contentType: 'audio/flac' },
      })
      const writing = pipeline(createReadStream(path), target, {
        signal: AbortSignal.any([signal, patience]),
      })
      try {
        await writing
      } catch (error) {
        signal.throwIfAborted()
        if (patience.aborted) throw stuck(name, 'to take the audio', error)
        throw toBucketError(error, name, 'to take the audio')
      }
    },
    async read(uri, signal) {
      const [, from = '', key = ''] = /^gs:\/\/([^/]+)\/(.+)$/.exec(uri) ?? []
      const content = storage.bucket(from).file(key).download()
      const whole = content.then(
        ([bytes]) => bytes.toString('utf8'),
        (error: unknown) => {
          if (isNotThere(error)) return null
          throw error
        },
      )
      return ask(whole, `for ${key}`, signal)
    },
    async list(uri, signal) {
      const own = uriOf('')
      if (!uri.startsWith(own)) return []
      const files = await filesOf(uri.slice(own.length), signal)
      return files.map((file) => `gs://${name}/${file.name}`)
    },
    async removeAll(prefix, signal) {
      for (const file of await filesOf(prefix, signal)) await remove(file, signal)
    },
    async removeOlder(days, but, signal) {
      const probe = await writeProbe(signal)
      const now = createdMs(probe)
      await remove(probe, signal)
      const old = (await filesOf('', signal)).filter(
        (file) => now - createdMs(file) > days * 86_400_000 && !file.name.startsWith(folder + but),
      )
      for (const file of old) await remove(file, signal)
      return old.length
    },
    async check(signal) {
      const probe = await writeProbe(signal)
      await ask(probe.download(), 'to read an object', signal)
      await ask(probe.delete(), 'to delete an object', signal)
    },
  }
}

/** Nothing else in the bucket is ever looked at. */
const folder = 'cuepoint-speech/'

const probeText = 'Cuepoint writes this to see whether it may.\n'

/** An upload that is slower than 100 kB/s has got stuck. */
function sendMs(bytes: number): number {
  return Math.round(bytes / 100)
}

function stuck(bucket: string, asked: string, cause: unknown): UnreachableError {
  return new UnreachableError(
    'transcriber-unreachable',
    `Cloud Storage was asked ${asked} in the bucket "${bucket}" and did not answer in time.`,
    {
      cause,
      remedy:
        'It is tried again by itself. If it stays so, check the network and CUEPOINT_GOOGLE_STORAGE_ENDPOINT.',
    },
  )
}

/** NaN where the service does not tell: then nothing counts as old. */
function createdMs(file: File): number {
  return Date.parse(file.metadata.timeCreated ?? '')
}
