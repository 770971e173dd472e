import { useLayoutEffect, useRef } from 'react'
import type { Storyboard } from '../../api/types.ts'
import { storyboardCell } from './bar-geometry.ts'
import styles from './bar-preview.module.css'

/** What the head of the page covers, in pixels. */
const roomAbove = 60

interface BarPreviewProps {
  /** Percent of the bar. */
  readonly place: number
  readonly second: number
  readonly time: string
  readonly text: string | undefined
  readonly storyboard: Storyboard | null
  readonly picture: string | null
}

/** The picture and the words of the second under the pointer. */
export function BarPreview({ place, second, time, text, storyboard, picture }: BarPreviewProps) {
  const preview = useRef<HTMLSpanElement>(null)
  const cell = storyboard && storyboardCell(storyboard, second)

  // Stands over its second, or under it where there is no room above, and never beyond the edge of the window.
  useLayoutEffect(() => {
    const element = preview.current
    if (!element) return
    element.style.translate = '-50% 0'
    element.classList.remove(styles.below ?? '')
    const { left, right, top } = element.getBoundingClientRect()
    element.classList.toggle(styles.below ?? '', top < roomAbove)
    const edge = 8
    const width = document.documentElement.clientWidth
    const shift = left < edge ? edge - left : right > width - edge ? width - edge - right : 0
    element.style.translate = `calc(-50% + ${shift}px) 0`
  })

  return (
    <span ref={preview} aria-hidden className={styles.preview} style={{ left: `${place}%` }}>
      {cell && (
        <span
          className={styles.picture}
          style={{
            aspectRatio: `${cell.width} / ${cell.height}`,
            backgroundImage: `url("${cell.sheet}")`,
            backgroundSize: `${cell.columns * 100}% ${cell.rows * 100}%`,
            backgroundPosition: `${part(cell.column, cell.columns)}% ${part(cell.row, cell.rows)}%`,
          }}
        />
      )}
      {!cell && picture !== null && <img className={styles.picture} src={picture} alt="" />}
      {text && (
        <span className={styles.text} dir="auto">
          {text}
        </span>
      )}
      <span className={styles.time}>{time}</span>
    </span>
  )
}

function part(index: number, count: number): number {
  return count > 1 ? (index / (count - 1)) * 100 : 0
}
