import { useCallback, useEffectEvent, useLayoutEffect, useRef } from 'react'
import { usePlayer } from './player.ts'
import { rememberedSpeed } from './speed.ts'

interface MediaElementProps {
  readonly src: string
  /** Where it begins, in seconds. */
  readonly startAt: number
  readonly isPicture: boolean
  /** Plays at once. */
  readonly autoPlay: boolean
  /** The browser did not let it play without a click. */
  readonly onBlocked: () => void
  /** It cannot be played at all. */
  readonly onBroken: () => void
  readonly poster?: string | undefined
  /** Address and language of a WebVTT file. */
  readonly captions?: { readonly src: string; readonly language: string | null } | undefined
  readonly className?: string | undefined
  readonly onClick?: () => void
}

/** The `<video>` or `<audio>` of the nearest `MediaProvider`. The controls are elsewhere. */
export function MediaElement(props: MediaElementProps) {
  const { src, startAt, isPicture, captions, poster, className, onBroken, onClick } = props
  const element = useRef<HTMLMediaElement>(null)
  const { connect } = usePlayer()
  const take = useCallback(
    (media: HTMLMediaElement | null) => {
      element.current = media
      connect(media)
    },
    [connect],
  )

  const begin = useEffectEvent((media: HTMLMediaElement) => {
    media.currentTime = startAt
    // The default too: a browser goes back to it whenever it loads the file again.
    media.defaultPlaybackRate = media.playbackRate = rememberedSpeed()
    if (!props.autoPlay) return
    media.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') props.onBlocked()
    })
  })
  useLayoutEffect(() => {
    if (element.current) begin(element.current)
  }, [src])

  /** The address that a storage signed is valid for an hour: asking for the file again brings a new one. */
  const resumedAt = useRef(-Infinity)
  const goOn = () => {
    const media = element.current
    const isTriedJustNow = performance.now() - resumedAt.current < 30_000
    if (media?.error?.code !== MediaError.MEDIA_ERR_NETWORK || isTriedJustNow) {
      onBroken()
      return
    }
    resumedAt.current = performance.now()
    const { currentTime, paused, playbackRate } = media
    media.defaultPlaybackRate = playbackRate
    media.load()
    media.currentTime = currentTime
    if (!paused) media.play().catch(() => undefined)
  }

  const track = captions && (
    <track
      kind="captions"
      src={captions.src}
      srcLang={captions.language ?? undefined}
      label="Captions"
    />
  )
  return isPicture ? (
    <video
      ref={take}
      src={src}
      poster={poster}
      className={className}
      preload="auto"
      playsInline
      onError={goOn}
      onClick={onClick}
    >
      {track}
    </video>
  ) : (
    <audio ref={take} src={src} preload="auto" onError={goOn}>
      {track}
    </audio>
  )
}
