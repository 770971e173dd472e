import { useEffect, useState, type RefObject } from 'react'

export interface SelectedSpan {
  readonly text: string
  readonly start: number
  /** When the last selected word begins. */
  readonly end: number
  /** Where the selection ends on the screen. */
  readonly x: number
  readonly y: number
}

interface Selected {
  readonly span: SelectedSpan | null
  /** The paragraphs that the selection touches. */
  readonly rows: readonly number[]
}

const nothing: Selected = { span: null, rows: [] }
/** Keeping more than so many paragraphs in the page would cost more than it helps. */
const mostRows = 200

/** The words that the reader has selected in the transcript. */
export function useSelectedSpan(
  list: RefObject<HTMLElement | null>,
): Selected & { readonly clear: () => void } {
  const [selected, setSelected] = useState(nothing)
  useEffect(() => {
    const read = () => setSelected(list.current ? readSelection(list.current) : nothing)
    document.addEventListener('selectionchange', read)
    return () => document.removeEventListener('selectionchange', read)
  }, [list])
  return { ...selected, clear: () => getSelection()?.removeAllRanges() }
}

function readSelection(list: HTMLElement): Selected {
  const selection = getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return nothing
  const range = selection.getRangeAt(0)
  if (!list.contains(range.startContainer) || !list.contains(range.endContainer)) return nothing
  const words = Array.from(list.querySelectorAll<HTMLElement>('[data-segment] [data-t]')).filter(
    (word) => range.intersectsNode(word),
  )
  const [first, last] = [words[0], words.at(-1)]
  if (!first || !last) return nothing
  const [from, to] = [rowOf(first), rowOf(last)]
  const place = range.getBoundingClientRect()
  return {
    span: {
      text: selection.toString(),
      start: Number(first.dataset.t),
      end: Number(last.dataset.t),
      x: place.left + place.width / 2,
      y: place.bottom,
    },
    rows: Array.from({ length: Math.min(mostRows, to - from + 1) }, (_, index) => from + index),
  }
}

function rowOf(word: HTMLElement): number {
  return Number(word.closest<HTMLElement>('[data-index]')?.dataset.index ?? 0)
}
