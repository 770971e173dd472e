import { useEffect } from 'react'
import { useStore } from '../app/store.ts'
import { Tray } from './tray.tsx'
import { tendUploads, uploads } from './uploads.ts'

/** The uploads of this browser, on every page. */
export default function UploadsTray() {
  const isEmpty = useStore(uploads.store, (state) => state.uploads.length === 0)
  useEffect(tendUploads, [])
  return isEmpty ? null : <Tray />
}
