import { useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { useEffect, useState, type RefObject } from 'react'

export interface VirtualRows {
  readonly rows: readonly VirtualItem[]
  readonly height: number
  /** Where a row stands in the list, in pixels. */
  readonly placeOf: (row: VirtualItem) => number
  readonly measure: (element: Element | null) => void
}

/** The rows of a long list that are near the screen; the page itself scrolls. */
export function useVirtualRows(
  list: RefObject<HTMLElement | null>,
  { count, estimatePixels, overscan }: { count: number; estimatePixels: number; overscan: number },
): VirtualRows {
  const [top, setTop] = useState(0)
  // What stands above the list may grow: a message, a second line of filters.
  useEffect(() => {
    const element = list.current
    if (!element) return
    const observer = new ResizeObserver(() => setTop(element.getBoundingClientRect().top + scrollY))
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [list])
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => estimatePixels,
    overscan,
    scrollMargin: top,
  })
  return {
    rows: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    placeOf: (row) => row.start - top,
    measure: virtualizer.measureElement,
  }
}
