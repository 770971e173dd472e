import { useRef, useState, type PointerEvent } from 'react'
import type { Storyboard } from '../../api/types.ts'
import { formatTime, spokenTime } from '../../format/time.ts'
import { classNames } from '../class-names.ts'
import { nearestTick, secondAt, secondByKey, share, type Tick } from './bar-geometry.ts'
import { BarPreview } from './bar-preview.tsx'
import styles from './moment-bar.module.css'

const snapPixels = 8

interface MomentBarProps {
  /** Seconds of the whole video. */
  readonly duration: number
  /** What the bar is, for a screen reader. */
  readonly label: string
  /** In the order of time. */
  readonly ticks?: readonly Tick[] | undefined
  /** Filled from the start to here. */
  readonly played?: number | undefined
  /** What lies behind this second is not transcribed yet, and hatched. */
  readonly readyUntil?: number | undefined
  /** Makes it a slider: a click or a key leads to that second. */
  readonly onSeek?: ((seconds: number) => void) | undefined
  /** `seek`: a player's bar, arrows move by 5 s at once. `moments`: arrows go from tick to tick, Enter plays. */
  readonly kind?: 'moments' | 'seek'
  readonly storyboard?: Storyboard | null | undefined
  /** The picture of a second where there is no storyboard. */
  readonly pictureOf?: ((seconds: number) => string | null) | undefined
  /** What is said at a second, for the preview. */
  readonly textOf?: ((seconds: number) => string | undefined) | undefined
  readonly className?: string | undefined
}

/** A line as long as the video, with a tick for every moment that matches. */
export function MomentBar(props: MomentBarProps) {
  const { duration, label, ticks = [], played = 0, readyUntil, onSeek, kind = 'moments' } = props
  const bar = useRef<HTMLDivElement>(null)
  const [hovered, setHovered] = useState<number | null>(null)
  const [cursor, setCursor] = useState<number | null>(null)
  const [isFocused, setFocused] = useState(false)
  const isDragging = useRef(false)

  const current = kind === 'seek' ? played : (cursor ?? ticks[0]?.at ?? 0)
  const shown = hovered ?? (isFocused ? current : null)
  const textAt = (second: number) => {
    const near = nearestTick(second, ticks)
    return near && Math.abs(near.at - second) < 1 ? near.text : props.textOf?.(second)
  }

  const secondUnder = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl'
    const place = (event.clientX - box.left) / box.width
    return secondAt(isRightToLeft ? 1 - place : place, {
      duration,
      ticks,
      reach: snapPixels / box.width,
    })
  }

  const slider = onSeek && {
    role: 'slider',
    tabIndex: 0,
    'aria-valuemin': 0,
    'aria-valuemax': Math.round(duration),
    'aria-valuenow': Math.round(current),
    'aria-valuetext': [spokenTime(current), kind === 'moments' ? textAt(current) : undefined]
      .filter(Boolean)
      .join(', '),
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      isDragging.current = kind === 'seek'
      onSeek(secondUnder(event))
    },
    onPointerUp: () => {
      isDragging.current = false
    },
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (kind === 'moments' && (event.key === 'Enter' || event.key === ' ')) {
        event.preventDefault()
        event.stopPropagation()
        onSeek(current)
        return
      }
      const second = secondByKey(event.key, current, {
        duration,
        ticks,
        step: kind === 'seek' ? 5 : 'ticks',
      })
      if (second === null) return
      event.preventDefault()
      event.stopPropagation()
      if (kind === 'seek') onSeek(second)
      else setCursor(second)
    },
  }

  return (
    <div
      ref={bar}
      aria-label={label}
      role="img"
      {...slider}
      className={classNames(styles.bar, styles[kind], onSeek && styles.live, props.className)}
      onPointerMove={(event) => {
        const second = secondUnder(event)
        setHovered(second)
        if (isDragging.current) onSeek?.(second)
      }}
      onPointerLeave={() => setHovered(null)}
      onFocus={(event) => setFocused(event.currentTarget.matches(':focus-visible'))}
      onBlur={() => setFocused(false)}
    >
      <span className={styles.track}>
        <span className={styles.played} style={{ inlineSize: `${share(played, duration)}%` }} />
        {readyUntil !== undefined && readyUntil < duration && (
          <span
            className={styles.waiting}
            style={{ insetInlineStart: `${share(readyUntil, duration)}%` }}
          />
        )}
      </span>
      {ticks.map(({ at, strength }) => (
        <span
          key={at}
          className={classNames(styles.tick, strength > 0.66 && styles.strong)}
          style={{ insetInlineStart: `${share(at, duration)}%` }}
        />
      ))}
      {kind === 'seek' && (
        <span className={styles.head} style={{ insetInlineStart: `${share(played, duration)}%` }} />
      )}
      {shown !== null && onSeek && (
        <BarPreview
          place={share(shown, duration)}
          time={formatTime(shown)}
          text={textAt(shown)}
          second={shown}
          storyboard={props.storyboard ?? null}
          picture={props.storyboard ? null : (props.pictureOf?.(shown) ?? null)}
        />
      )}
    </div>
  )
}
