import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, Download, RotateCw } from 'lucide-react'
import { answerOf, api } from '../api/client.ts'
import { systemQuery } from '../api/queries.ts'
import type { System } from '../api/types.ts'
import { notify } from '../app/notices.ts'
import { Button } from '../components/button.tsx'
import { ProgressLine } from '../components/progress-line.tsx'
import { formatBytes } from '../format/bytes.ts'
import styles from './models.module.css'

type Model = System['models'][number]

const kinds = [
  { kind: 'speech', title: 'Models for speech', setting: 'CUEPOINT_ASR_MODEL' },
  { kind: 'embedding', title: 'Models for meaning', setting: 'CUEPOINT_EMBED_MODEL' },
  { kind: 'vad', title: 'Model for voices', setting: null },
  { kind: 'diarization', title: 'Models for speakers', setting: null },
] as const

/** The models: what each is good for, which is in use, which is here. */
export function Models({ models }: { readonly models: readonly Model[] }) {
  return kinds.map(({ kind, title, setting }) => {
    const some = models.filter((model) => model.kind === kind)
    if (some.length === 0) return null
    return (
      <section key={kind} className={styles.section} aria-labelledby={`models-${kind}`}>
        <h2 id={`models-${kind}`} className={styles.title}>
          {title}
        </h2>
        {setting !== null && (
          <p className={styles.note}>
            Another one is used when the server starts with <code>{setting}</code> and its key.
          </p>
        )}
        <ul>
          {inUseFirst(some).map((model) => (
            <ModelLine key={model.key} model={model} />
          ))}
        </ul>
      </section>
    )
  })
}

function ModelLine({ model }: { readonly model: Model }) {
  const { key, title, good_for: goodFor, languages, licence, state, problem } = model
  return (
    <li className={styles.model}>
      <div className={styles.words}>
        <h3 className={styles.name}>
          {title} {model.in_use && <span className={styles.use}>In use</span>}
        </h3>
        <p>{goodFor}</p>
        <p className={styles.facts}>
          {languages}. {formatBytes(model.size_bytes)}, licence {licence}. <code>{key}</code>
        </p>
        {problem && state === 'failed' && (
          <div className={styles.problem}>
            <p>{problem.message}</p>
            {problem.remedy !== undefined && <p className={styles.remedy}>{problem.remedy}</p>}
          </div>
        )}
      </div>
      <ModelState model={model} />
    </li>
  )
}

function ModelState({ model }: { readonly model: Model }) {
  const { key, title, state, done_bytes: done, size_bytes: size } = model
  const client = useQueryClient()
  const pull = useMutation({
    mutationFn: () => answerOf(api.POST('/models/{key}/pull', { params: { path: { key } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: systemQuery().queryKey }),
    onError: (error) => notify(`${title} cannot be downloaded. ${error.message}`, { seconds: 8 }),
  })
  switch (state) {
    case 'present':
      return (
        <p className={styles.present}>
          <Check aria-hidden /> On this machine
        </p>
      )
    case 'downloading':
      return (
        <div className={styles.loading}>
          <p role="status">
            {formatBytes(done)} of {formatBytes(size)}
          </p>
          <ProgressLine label={`Download of ${title}`} share={size > 0 ? done / size : 0} />
        </div>
      )
    case 'absent':
    case 'failed': {
      const isAgain = state === 'failed'
      const words = isAgain ? 'Try again' : `Download, ${formatBytes(size - done)}`
      return (
        <Button
          className={styles.action}
          disabled={pull.isPending}
          aria-label={`${words}: ${title}`}
          onClick={() => pull.mutate()}
        >
          {isAgain ? <RotateCw aria-hidden /> : <Download aria-hidden />}
          {words}
        </Button>
      )
    }
  }
}

function inUseFirst(models: readonly Model[]): Model[] {
  return models.toSorted((a, b) => Number(b.in_use) - Number(a.in_use))
}
