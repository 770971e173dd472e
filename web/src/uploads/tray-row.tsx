import { useQuery } from '@tanstack/react-query'
import { FileWarning, Pause, Play, RotateCw, X } from 'lucide-react'
import { Link } from 'wouter'
import { videoQuery } from '../api/queries.ts'
import { IconButton } from '../components/icon-button.tsx'
import { statusWords } from '../library/status-words.ts'
import { ProgressLine } from '../components/progress-line.tsx'
import styles from './tray.module.css'
import type { Upload } from './upload.ts'
import { uploadWords } from './upload-words.ts'
import { uploads } from './uploads.ts'

export function TrayRow({ upload }: { readonly upload: Upload }) {
  const { id, name, state, sizeBytes, sentBytes } = upload
  const isDone = state.kind === 'done'
  const remedy = state.kind === 'failed' ? state.problem.remedy : undefined
  const captionsProblem = isDone ? state.captionsProblem : null
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <p className={styles.name} dir="auto" title={name}>
          {isDone && state.videoId !== null ? (
            <Link href={`/videos/${state.videoId}`}>{name}</Link>
          ) : (
            name
          )}
        </p>
        <p className={state.kind === 'failed' ? styles.problem : styles.state}>
          {isDone ? <DoneWords upload={upload} /> : uploadWords(upload)}
        </p>
        {remedy !== undefined && <p className={styles.state}>{remedy}</p>}
        {captionsProblem && (
          <p className={styles.problem}>
            <FileWarning aria-hidden /> Captions left out: {captionsProblem.message}
          </p>
        )}
        {(state.kind === 'sending' || state.kind === 'paused' || state.kind === 'finishing') && (
          <ProgressLine label={name} share={sizeBytes > 0 ? sentBytes / sizeBytes : 1} />
        )}
      </div>
      <div className={styles.actions}>
        {(state.kind === 'sending' || state.kind === 'queued') && (
          <IconButton label={`Pause ${name}`} onClick={() => uploads.pause(id)}>
            <Pause />
          </IconButton>
        )}
        {state.kind === 'paused' && (
          <IconButton label={`Go on with ${name}`} onClick={() => uploads.resume(id)}>
            <Play />
          </IconButton>
        )}
        {state.kind === 'failed' && (
          <IconButton label={`Try again: ${name}`} onClick={() => uploads.resume(id)}>
            <RotateCw />
          </IconButton>
        )}
        {state.kind !== 'finishing' && (
          <IconButton
            label={isDone ? `Clear ${name}` : `Cancel ${name}`}
            onClick={() => uploads.cancel(id)}
          >
            <X />
          </IconButton>
        )}
      </div>
    </li>
  )
}

/** A finished upload tells how its video comes along, as far as the server has told by itself. */
function DoneWords({ upload }: { readonly upload: Upload }) {
  const videoId = upload.state.kind === 'done' ? upload.state.videoId : null
  const { data: video } = useQuery({ ...videoQuery(videoId ?? ''), enabled: false })
  if (!video || (upload.state.kind === 'done' && upload.state.existing)) return uploadWords(upload)
  return statusWords(video).headline
}
