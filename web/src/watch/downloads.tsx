import { Download } from 'lucide-react'
import { lazy, Suspense, useRef, useState } from 'react'
import type { Video } from '../api/types.ts'
import { Button } from '../components/button.tsx'

const DownloadMenu = lazy(() => import('./download-menu.tsx'))

/** The transcript in each form, and the file itself. */
export function Downloads({ video }: { readonly video: Video }) {
  const [anchor, setAnchor] = useState<Element | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const hasFile = video.origin !== 'external' && video.size_bytes !== null
  if (!video.transcript && !hasFile) return null
  return (
    <>
      <Button
        ref={button}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={() => setAnchor(button.current)}
      >
        <Download aria-hidden />
        Download
      </Button>
      {anchor && (
        <Suspense>
          <DownloadMenu
            video={video}
            hasFile={hasFile}
            anchor={anchor}
            onClose={() => setAnchor(null)}
          />
        </Suspense>
      )}
    </>
  )
}
