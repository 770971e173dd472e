import { MediaActionTypes, useMediaSelector, useMediaStore } from 'media-chrome/react/media-store'
import { useMemo } from 'react'

export interface Player {
  readonly play: () => void
  readonly pause: () => void
  readonly toggle: () => void
  readonly seek: (seconds: number) => void
  /** Moves by so many seconds. */
  readonly skip: (seconds: number) => void
  readonly setRate: (rate: number) => void
  readonly toggleMuted: () => void
  readonly setVolume: (volume: number) => void
  readonly toggleCaptions: () => void
  readonly togglePictureInPicture: () => void
  readonly toggleFullScreen: () => void
  readonly currentTime: () => number
  /** Makes an element the one that is played; null takes it away. */
  readonly connect: (media: HTMLMediaElement | null) => void
  /** What fills the screen, controls and all. */
  readonly connectFullScreen: (element: HTMLElement | null) => void
}

const elements = new WeakMap<ReturnType<typeof useMediaStore>, HTMLMediaElement>()

/** What can be asked of the player of the nearest `MediaProvider`; it is the same object on every render. */
export function usePlayer(): Player {
  const store = useMediaStore()
  return useMemo(() => {
    const ask = (type: string, detail?: unknown) => store.dispatch({ type, detail })
    const state = () => store.getState()
    // The store hears of changes by events, a moment late; what is asked next must not build on the past.
    const currentTime = () => elements.get(store)?.currentTime ?? 0
    const seek = (seconds: number) => {
      ask(MediaActionTypes.MEDIA_SEEK_REQUEST, Math.max(0, seconds))
    }
    return {
      play: () => ask(MediaActionTypes.MEDIA_PLAY_REQUEST),
      pause: () => ask(MediaActionTypes.MEDIA_PAUSE_REQUEST),
      toggle: () =>
        ask(
          elements.get(store)?.paused === false
            ? MediaActionTypes.MEDIA_PAUSE_REQUEST
            : MediaActionTypes.MEDIA_PLAY_REQUEST,
        ),
      seek,
      skip: (seconds) => seek(currentTime() + seconds),
      setRate: (rate) => ask(MediaActionTypes.MEDIA_PLAYBACK_RATE_REQUEST, rate),
      toggleMuted: () =>
        ask(
          state().mediaVolumeLevel === 'off'
            ? MediaActionTypes.MEDIA_UNMUTE_REQUEST
            : MediaActionTypes.MEDIA_MUTE_REQUEST,
        ),
      setVolume: (volume) =>
        ask(MediaActionTypes.MEDIA_VOLUME_REQUEST, Math.min(1, Math.max(0, volume))),
      toggleCaptions: () => ask(MediaActionTypes.MEDIA_TOGGLE_SUBTITLES_REQUEST),
      togglePictureInPicture: () =>
        ask(
          state().mediaIsPip
            ? MediaActionTypes.MEDIA_EXIT_PIP_REQUEST
            : MediaActionTypes.MEDIA_ENTER_PIP_REQUEST,
        ),
      toggleFullScreen: () =>
        ask(
          state().mediaIsFullscreen
            ? MediaActionTypes.MEDIA_EXIT_FULLSCREEN_REQUEST
            : MediaActionTypes.MEDIA_ENTER_FULLSCREEN_REQUEST,
        ),
      currentTime,
      connectFullScreen: (element) =>
        ask(MediaActionTypes.FULLSCREEN_ELEMENT_CHANGE_REQUEST, element),
      connect: (media) => {
        if (media) elements.set(store, media)
        else elements.delete(store)
        ask(MediaActionTypes.MEDIA_ELEMENT_CHANGE_REQUEST, media)
      },
    }
  }, [store])
}

export function useCurrentTime(): number {
  return useMediaSelector((state) => state.mediaCurrentTime) ?? 0
}

export function useIsPlaying(): boolean {
  return useMediaSelector((state) => state.mediaPaused) === false
}
