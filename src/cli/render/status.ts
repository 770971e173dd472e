import { styleText } from 'node:util'
import { plain } from '../output.ts'
import type { Video } from '../library.ts'
import { clock } from './time.ts'

type Stage = NonNullable<Video['status']['stage']>

const stageWords: Readonly<Record<Stage, string>> = {
  probe: 'reading the file',
  transcribe: 'transcribing',
  speakers: 'telling speakers apart',
  chunk: 'indexing words',
  embed: 'indexing meaning',
  pictures: 'making pictures',
  rendition: 'making a playable copy',
}

/** How a video stands, in a few words: `transcribing 40 %, 2:10 left`. */
export function renderStatus({ status }: Video): string {
  if (status.error) return styleText('red', `failed: ${renderCause(status.error)}`)
  if (status.waiting) return styleText('yellow', `waiting: ${renderCause(status.waiting)}`)
  if (status.status === 'queued') return 'queued'
  if (status.status === 'ready' || status.stage === null) return styleText('green', 'ready')
  const left = status.eta_seconds === null ? '' : `, ${clock(status.eta_seconds)} left`
  return `${stageWords[status.stage]} ${Math.floor(status.progress * 100)} %${left}`
}

export function renderCause({
  message,
  remedy,
}: {
  message: string
  remedy?: string | undefined
}): string {
  return plain(remedy === undefined ? message : `${message} ${remedy}`)
}

/** One line of a list. */
export function renderVideo(video: Video): string {
  const duration = video.duration === null ? '' : clock(video.duration)
  return `${video.id}  ${duration.padStart(8)}  ${plain(video.title)}  (${renderStatus(video)})`
}
