import { useLayoutEffect, useState, type RefObject } from 'react'

/** How many cards stand beside each other: as many as keep the width that the style sheet asks for (`--card`, `--gap`). */
export function useColumns(grid: RefObject<HTMLElement | null>): number {
  const [columns, setColumns] = useState(1)
  useLayoutEffect(() => {
    const element = grid.current
    if (!element) return
    const count = () => setColumns(columnsOf(element))
    count()
    const observer = new ResizeObserver(count)
    observer.observe(element)
    return () => observer.disconnect()
  }, [grid])
  return columns
}

function columnsOf(element: HTMLElement): number {
  const remPixels = parseFloat(getComputedStyle(document.documentElement).fontSize)
  const style = getComputedStyle(element)
  const pixels = (name: string) => parseFloat(style.getPropertyValue(name)) * remPixels
  const gap = pixels('--gap')
  return Math.max(1, Math.floor((element.clientWidth + gap) / (pixels('--card') + gap)))
}
