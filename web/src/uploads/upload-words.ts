import { formatBytes } from '../format/bytes.ts'
import { aboutTimeLeft } from '../format/time.ts'
import { counted, percent } from '../format/words.ts'
import { secondsLeft } from './rate.ts'
import { isUnderWay, type Upload } from './upload.ts'

/** How an upload stands, in one line. */
export function uploadWords({ state, sizeBytes, sentBytes, captionsName }: Upload): string {
  const size = formatBytes(sizeBytes)
  const sent = sentBytes > 0 ? `${formatBytes(sentBytes)} of ${size}` : size
  switch (state.kind) {
    case 'queued':
      return `${sent}, next in line`
    case 'sending':
      if (state.isStalled) return `${sent}, connection lost, tries again by itself`
      return [
        sent,
        rateWords(state.bytesPerSecond),
        left(sizeBytes - sentBytes, state.bytesPerSecond),
      ]
        .filter((part) => part !== null)
        .join(', ')
    case 'finishing':
      return `${size} sent, the server takes it in`
    case 'paused':
      return `${sent}, paused`
    case 'waiting-for-file':
      return captionsName === null
        ? `${sent} are over. Drop the file again to go on.`
        : `${sent} are over. Drop it again with ${captionsName} to go on.`
    case 'failed':
      return state.problem.message
    case 'done':
      return state.existing ? 'In the library already' : 'Uploaded'
  }
}

export interface UploadSummary {
  readonly title: string
  /** Rate and time left, or what asks for attention. */
  readonly detail: string | null
  /** Share of all bytes that is over. */
  readonly share: number
  readonly isUnderWay: boolean
}

/** All uploads together. */
export function summarise(uploads: readonly Upload[]): UploadSummary {
  const underWay = uploads.filter(isUnderWay)
  const of = (kind: Upload['state']['kind']) =>
    uploads.filter(({ state }) => state.kind === kind).length
  const sum = (value: (upload: Upload) => number) =>
    uploads.reduce((all, upload) => all + value(upload), 0)
  const total = sum(({ sizeBytes }) => sizeBytes)
  const sent = sum(({ state, sizeBytes, sentBytes }) =>
    state.kind === 'done' ? sizeBytes : sentBytes,
  )
  const attention = [
    [of('failed'), 'failed'],
    [of('waiting-for-file'), 'waiting for the file'],
    [of('paused'), 'paused'],
  ] as const
  const asks = attention.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : []))
  const share = total > 0 ? sent / total : 0
  if (underWay.length === 0) {
    const done = of('done')
    const title = done > 0 ? `${counted(done, 'upload')} finished` : 'Uploads'
    return { title, detail: asks.join(', ') || null, share, isUnderWay: false }
  }
  const rate = rateOf(underWay)
  const rest = underWay.reduce((all, { sizeBytes, sentBytes }) => all + sizeBytes - sentBytes, 0)
  return {
    title:
      uploads.length === 1
        ? `Uploading, ${percent(share)}`
        : `Uploading ${counted(underWay.length, 'file')}, ${percent(share)}`,
    detail:
      [rateWords(rate), left(rest, rate), ...asks].filter((part) => part !== null).join(', ') ||
      null,
    share,
    isUnderWay: true,
  }
}

function rateOf(uploads: readonly Upload[]): number | null {
  const rates = uploads.flatMap(({ state }) =>
    state.kind === 'sending' && state.bytesPerSecond !== null ? [state.bytesPerSecond] : [],
  )
  return rates.length > 0 ? rates.reduce((all, rate) => all + rate, 0) : null
}

function rateWords(bytesPerSecond: number | null): string | null {
  return bytesPerSecond === null ? null : `${formatBytes(bytesPerSecond)}/s`
}

function left(restBytes: number, bytesPerSecond: number | null): string | null {
  const seconds = secondsLeft(restBytes, bytesPerSecond)
  return seconds === null ? null : aboutTimeLeft(seconds)
}
