import { useMediaSelector } from 'media-chrome/react/media-store'
import { Play } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Video } from '../api/types.ts'
import { classNames } from '../components/class-names.ts'
import type { Tick } from '../components/moment-bar/bar-geometry.ts'
import { formatTime } from '../format/time.ts'
import { MediaElement } from '../player/media-element.tsx'
import { usePlayer } from '../player/player.ts'
import { SeekBar } from '../player/seek-bar.tsx'
import { Controls } from './controls.tsx'
import styles from './stage.module.css'
import { useIdle } from './use-idle.ts'

const Plate = lazy(() => import('./plate.tsx'))

interface StageProps {
  readonly video: Video
  /** Where the address says to begin; null plays nothing by itself. */
  readonly startAt: number | null
  readonly ticks: readonly Tick[]
  readonly textOf: (seconds: number) => string | undefined
}

/** The picture with its controls. */
export function Stage({ video, startAt, ticks, textOf }: StageProps) {
  const { connectFullScreen, play, toggle } = usePlayer()
  const [trouble, setTrouble] = useState<'blocked' | 'broken' | null>(null)
  const isFullScreen = useMediaSelector((state) => state.mediaIsFullscreen) ?? false
  const idle = useIdle(isFullScreen)

  if (video.media_url === null || trouble === 'broken') {
    return (
      <Suspense>
        <Plate video={video} at={startAt ?? 0} isBroken={trouble === 'broken'} />
      </Suspense>
    )
  }
  const duration = video.duration ?? 0
  return (
    <div
      ref={connectFullScreen}
      className={classNames(styles.stage, idle.isIdle && styles.idle)}
      onPointerMove={idle.wake}
      onKeyDown={idle.wake}
    >
      <div className={classNames(styles.screen, !video.has_picture && styles.sound)}>
        <MediaElement
          src={video.media_url}
          startAt={startAt ?? 0}
          isPicture={video.has_picture}
          autoPlay={startAt !== null}
          poster={startAt === null ? (video.thumbnail_url ?? undefined) : undefined}
          captions={
            video.transcript
              ? { src: `/videos/${video.id}/transcript.vtt`, language: video.language }
              : undefined
          }
          className={styles.video}
          onBlocked={() => setTrouble('blocked')}
          onBroken={() => setTrouble('broken')}
          onClick={toggle}
        />
        {!video.has_picture && (
          <p className={styles.title} dir="auto">
            {video.title}
          </p>
        )}
        {trouble === 'blocked' && (
          <button
            type="button"
            className={styles.begin}
            onClick={() => {
              setTrouble(null)
              play()
            }}
          >
            <Play aria-hidden fill="currentColor" />
            Play from {formatTime(startAt ?? 0)}
          </button>
        )}
      </div>
      <div className={styles.controls}>
        <SeekBar
          duration={duration}
          ticks={ticks}
          storyboard={video.storyboard}
          textOf={textOf}
          readyUntil={video.status.status === 'ready' ? undefined : video.status.searchable_until}
          pictureOf={
            video.has_picture
              ? (second) => `/videos/${video.id}/frame?t=${Math.floor(second / 5) * 5}`
              : () => null
          }
        />
        <Controls duration={duration} hasPicture={video.has_picture} />
      </div>
    </div>
  )
}
