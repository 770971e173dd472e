import { useEffect, useState } from 'react'
import { addFiles } from './add-files.ts'
import styles from './drop-anywhere.module.css'
import { droppedFiles } from './found-files.ts'

/** Files and folders dropped anywhere in the window start to upload. */
export function DropAnywhere() {
  const [isOver, setOver] = useState(false)

  useEffect(() => {
    const stop = new AbortController()
    const listen = (
      type: 'dragenter' | 'dragover' | 'dragleave' | 'drop',
      listener: (event: DragEvent) => void,
    ) => window.addEventListener(type, listener, { signal: stop.signal })

    listen('dragenter', (event) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(true)
    })
    listen('dragover', (event) => {
      if (!hasFiles(event)) return
      // Without this the browser opens the file in place of the app.
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
    })
    listen('dragleave', (event) => {
      // Every element on the way is left as well; only the window has nothing beyond it.
      if (event.relatedTarget === null) setOver(false)
    })
    listen('drop', (event) => {
      setOver(false)
      if (!hasFiles(event)) return
      event.preventDefault()
      void droppedFiles(event.dataTransfer).then(addFiles)
    })
    return () => stop.abort()
  }, [])

  if (!isOver) return null
  return (
    <div className={styles.overlay} aria-hidden>
      <div className={styles.plate}>
        <p className={styles.title}>Drop to add to the library</p>
        <p className={styles.text}>
          Videos, sound, whole folders; captions of the same name come along.
        </p>
      </div>
    </div>
  )
}

function hasFiles(event: DragEvent): event is DragEvent & { dataTransfer: DataTransfer } {
  return event.dataTransfer?.types.includes('Files') ?? false
}
