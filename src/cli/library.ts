import type { z } from 'zod'
import type { searchAnswer } from '../http/schemas/search.ts'
import type { repairAnswer, stats, system } from '../http/schemas/system.ts'
import type { accepted, importVideo, transcript, video, videoList } from '../http/schemas/video.ts'

export type Accepted = z.output<typeof accepted>
export type ImportVideo = z.input<typeof importVideo>
export type SearchAnswer = z.output<typeof searchAnswer>
export type Moment = SearchAnswer['results'][number]
export type Stats = z.output<typeof stats>
export type SystemReport = z.output<typeof system>
export type Transcript = z.output<typeof transcript>
export type Video = z.output<typeof video>
export type VideoList = z.output<typeof videoList>
export type Repair = z.output<typeof repairAnswer>
export type ReindexScope = 'chunks' | 'embeddings'

export interface SearchRequest {
  readonly q: string
  readonly limit: number
  readonly offset: number
  readonly mode: 'hybrid' | 'keyword' | 'semantic'
  readonly video: readonly string[]
  readonly language: readonly string[]
  readonly speaker: readonly string[]
}

/** A file on its way into the library. */
export interface Upload {
  readonly fileName: string
  /** Null when it is not known before the end. */
  readonly sizeBytes: number | null
  readonly content: AsyncIterable<Uint8Array>
  readonly title?: string | undefined
  readonly language?: string | undefined
  readonly captions?: { readonly fileName: string; readonly bytes: Uint8Array } | undefined
}

/** What the commands do with a library, in the words of the HTTP API. Every call rejects with a `CuepointError`. */
export interface Library extends AsyncDisposable {
  /** `server`: somebody else's process works on the videos. `here`: this process must stay until they are done. */
  readonly worker: 'server' | 'here'
  /** The address of a page of the web app; null where no server shows it. */
  readonly link: (path: string) => string | null
  upload(upload: Upload, signal: AbortSignal): Promise<Accepted>
  importVideo(video: ImportVideo, signal: AbortSignal): Promise<Accepted>
  addSamples(signal: AbortSignal): Promise<VideoList>
  search(request: SearchRequest, signal: AbortSignal): Promise<SearchAnswer>
  list(query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<VideoList>
  video(id: string, signal: AbortSignal): Promise<Video>
  /** Each video in work at first, then each change of any video, until the signal aborts. */
  changes(signal: AbortSignal): AsyncIterable<Video>
  transcript(id: string, signal: AbortSignal): Promise<Transcript>
  transcriptText(id: string, format: 'vtt' | 'srt' | 'txt', signal: AbortSignal): Promise<string>
  remove(id: string, signal: AbortSignal): Promise<void>
  /** From the stage that failed, or with the speech recognised although there are captions. */
  retry(id: string, options: { readonly speech: boolean }, signal: AbortSignal): Promise<Video>
  /** All videos when none is named. Resolves to their number. */
  reindex(scope: ReindexScope, ids: readonly string[], signal: AbortSignal): Promise<number>
  stats(signal: AbortSignal): Promise<Stats>
  system(signal: AbortSignal): Promise<SystemReport>
  /** Sends lost jobs and brings an external vector store in step. */
  repair(signal: AbortSignal): Promise<Repair>
  /** Fills an external vector store anew. Resolves to the number of vectors; the work goes on. */
  refillVectors(signal: AbortSignal): Promise<number>
}
