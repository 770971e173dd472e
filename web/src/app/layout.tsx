import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { useShortcuts } from '../keyboard/shortcuts.ts'
import { uploading } from '../uploads/add-files.ts'
import { DropAnywhere } from '../uploads/drop-anywhere.tsx'
import { ConnectionStrip } from './connection-strip.tsx'
import { Header } from './header.tsx'
import styles from './layout.module.css'
import { NoticeArea } from './notice-area.tsx'
import { useStore } from './store.ts'

const ShortcutHelp = lazy(() => import('../keyboard/shortcut-help.tsx'))
const UploadsTray = lazy(() => import('../uploads/uploads-tray.tsx'))

/** What surrounds every page. */
export function Layout({ children }: { readonly children: ReactNode }) {
  const [isHelpOpen, setHelpOpen] = useState(false)
  const isUploading = useStore(uploading, ({ isNeeded }) => isNeeded)
  const main = useRef<HTMLElement>(null)
  const [path] = useLocation()
  const shown = useRef(path)

  useShortcuts('Everywhere', [
    { keys: ['?'], does: 'Show this list', run: () => setHelpOpen(true) },
  ])

  // A new page is read from its top, by eyes and by screen readers.
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    if (!main.current?.contains(document.activeElement))
      main.current?.focus({ preventScroll: true })
  }, [path])

  // What floats stands outside: inside, the page and not the window would be its ground.
  return (
    <>
      <div className={styles.layout}>
        <a href="#main" className={styles.skip}>
          Skip to the content
        </a>
        <Header onHelp={() => setHelpOpen(true)} />
        <ConnectionStrip />
        <main ref={main} id="main" tabIndex={-1} className={styles.main}>
          {children}
        </main>
      </div>
      <NoticeArea />
      <DropAnywhere />
      <Suspense fallback={null}>
        {isUploading && <UploadsTray />}
        {isHelpOpen && <ShortcutHelp onClose={() => setHelpOpen(false)} />}
      </Suspense>
    </>
  )
}
