import { createWriteStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sizeOf } from './hub-cache.ts'
import { askHub, type Hub } from './hub.ts'
import { BrokenLineError, HubAnswerError } from './hub-errors.ts'
import { patiently, type Patience } from './patiently.ts'
import type { RemoteFile } from './remote-file.ts'

export interface FileDownload {
  readonly hub: Hub
  readonly patience: Patience
  readonly remote: RemoteFile
  /** Where the bytes gather. What is there already is kept: the name says which bytes they are. */
  readonly partial: string
  readonly onBytes: (doneBytes: number) => void
  readonly signal: AbortSignal
}

/** Fetches what is missing of the partial file, over as many connections as it takes. An abort leaves it to be resumed. */
export async function downloadFile(download: FileDownload): Promise<void> {
  const { partial, remote, patience, signal } = download
  let done = await sizeOf(partial)
  if (done > remote.bytes) done = await startAnew(partial)
  const report = (doneBytes: number) => {
    done = doneBytes
    download.onBytes(done)
  }
  const fetchMissing = async () => {
    report(await sizeOf(partial))
    if (done < remote.bytes) await fetchRest(download, done, report)
  }
  await patiently(patience, fetchMissing, () => done, signal)
}

async function fetchRest(
  download: FileDownload,
  from: number,
  report: (doneBytes: number) => void,
): Promise<void> {
  const { hub, partial, remote } = download
  const stall = new AbortController()
  const signal = AbortSignal.any([download.signal, stall.signal])
  const stallTimer = setTimeout(() => {
    stall.abort(new Error(`nothing came for ${hub.idleTimeoutMs / 1000} s`))
  }, hub.idleTimeoutMs)

  try {
    const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {}
    const response = await askHub(hub, remote.url, { method: 'GET', headers, signal })
    let done = beginningOf(response, from)
    async function* chunks() {
      try {
        const body: AsyncIterable<Uint8Array> = response.body ?? Readable.from([])
        for await (const chunk of body) {
          stallTimer.refresh()
          yield chunk
          done += chunk.byteLength
          report(done)
        }
      } catch (error) {
        throw new BrokenLineError(new URL(response.url || remote.url).host, error)
      }
      if (done < remote.bytes) throw new BrokenLineError(remote.url, 'it ended early')
    }
    // Written at its place and never shortened, so that two processes at work on one file do each other no harm.
    await (await open(partial, 'a')).close()
    await pipeline(chunks, createWriteStream(partial, { flags: 'r+', start: done }))
  } catch (error) {
    if (!(error instanceof HubAnswerError) || error.status !== rangeNotSatisfiable) throw error
    report(await startAnew(partial))
    throw new BrokenLineError(remote.url, error)
  } finally {
    clearTimeout(stallTimer)
  }
}

const rangeNotSatisfiable = 416

/** The byte that the answer begins with: a server that knows no ranges sends everything. */
function beginningOf(response: Response, from: number): number {
  if (response.status !== 206) return 0
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1]
  if (Number(start) !== from) throw new BrokenLineError(response.url, 'it sent another range')
  return from
}

async function startAnew(partial: string): Promise<number> {
  await rm(partial, { force: true })
  return 0
}
