import { useEffect } from 'react'

/** The title of the window; screen readers say it when the page changes. */
export function usePageTitle(title: string | null): void {
  useEffect(() => {
    document.title = title === null ? 'Cuepoint' : `${title} · Cuepoint`
  }, [title])
}
