import { useEffect, useRef } from 'react'
import { announce } from '../app/notices.ts'
import type { Upload } from './upload.ts'
import { summarise } from './upload-words.ts'

const pauseMs = 20_000

/** Tells a screen reader how the uploads come along: at once what is over or failed, else now and then. */
export function useSpokenProgress(uploads: readonly Upload[]): void {
  const spoken = useRef<{ over: number; atMs: number }>({ over: 0, atMs: 0 })
  useEffect(() => {
    const over = uploads.filter(({ state }) => state.kind === 'done' || state.kind === 'failed')
    const last = over.at(-1)
    const { title, detail, isUnderWay } = summarise(uploads)
    const now = performance.now()
    if (over.length > spoken.current.over && last) {
      const what = last.state.kind === 'failed' ? 'could not be uploaded' : 'is uploaded'
      announce(`${last.name} ${what}. ${title}`)
    } else if (isUnderWay && now - spoken.current.atMs > pauseMs) {
      announce(detail === null ? title : `${title}, ${detail}`)
    } else {
      spoken.current.over = over.length
      return
    }
    spoken.current = { over: over.length, atMs: now }
  }, [uploads])
}
