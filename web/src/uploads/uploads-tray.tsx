import { useEffect } from 'react'
import { useStore } from '../app/store.ts'
import { DropAnywhere } from './drop-anywhere.tsx'
import { Tray } from './tray.tsx'
import { tendUploads, uploads } from './uploads.ts'

/** The uploads of this browser, on every page; and the window as a place to drop files. */
export default function UploadsTray() {
  const isEmpty = useStore(uploads.store, (state) => state.uploads.length === 0)
  useEffect(() => {
    const stop = new AbortController()
    tendUploads(stop.signal)
    return () => stop.abort()
  }, [])
  return (
    <>
      <DropAnywhere />
      {!isEmpty && <Tray />}
    </>
  )
}
