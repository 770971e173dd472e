import type { Virtualizer } from '@tanstack/react-virtual'
import {
  useEffect,
  useEffectEvent,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
} from 'react'
import type { Paragraph } from './paragraphs.ts'
import { revealSegment } from './reveal-segment.ts'

interface FollowingInput {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>
  readonly paragraphs: readonly Paragraph[]
  /** The segment that is being said, -1 before the first. */
  readonly now: number
}

interface Following {
  /** Where the playing sentence is once the reader has gone elsewhere; null while the text follows it. */
  readonly away: 'above' | 'below' | null
  readonly follow: () => void
  /** For the element that scrolls: what only a reader does. */
  readonly listeners: {
    readonly onWheel: () => void
    readonly onTouchMove: () => void
    readonly onPointerDown: (event: PointerEvent) => void
    readonly onKeyDown: (event: KeyboardEvent) => void
  }
}

const scrollingKeys = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'])

/** Keeps the sentence that is being said in sight until the reader scrolls away. */
export function useFollowing(input: FollowingInput): Following {
  const { scroller, virtualizer, paragraphs, now } = input
  const [isFollowing, setFollowing] = useState(true)
  const row = paragraphs.findIndex(({ beyond }) => now < beyond)

  const reveal = useEffectEvent(() => {
    const box = scroller.current
    if (!box || now < 0 || isSelecting(box)) return
    const scrollToRow = () => virtualizer.scrollToIndex(Math.max(0, row), { align: 'start' })
    revealSegment(now, { box, scrollToRow })
  })
  useEffect(() => {
    if (isFollowing) reveal()
  }, [isFollowing, now])

  const leave = () => setFollowing(false)
  const rows = virtualizer.getVirtualItems()
  const middle = rows[Math.floor(rows.length / 2)]?.index ?? 0
  const away = row < middle ? 'above' : 'below'
  return {
    away: isFollowing || now < 0 ? null : away,
    follow: () => setFollowing(true),
    listeners: {
      onWheel: leave,
      onTouchMove: leave,
      // A press on the element itself is one on its scroll bar.
      onPointerDown: (event) => {
        if (event.target === event.currentTarget) leave()
      },
      onKeyDown: (event) => {
        if (!scrollingKeys.has(event.key)) return
        leave()
        // Heights on the way are guessed, so that the browser's own way to the end may stop short of it.
        if (event.key === 'Home' || event.key === 'End') {
          event.preventDefault()
          const isEnd = event.key === 'End'
          virtualizer.scrollToIndex(isEnd ? paragraphs.length - 1 : 0, {
            align: isEnd ? 'end' : 'start',
          })
        }
      },
    },
  }
}

/** A text that moves under a selection would change it. */
function isSelecting(box: HTMLElement): boolean {
  const selection = getSelection()
  return selection !== null && !selection.isCollapsed && box.contains(selection.anchorNode)
}
