import { useMediaSelector } from 'media-chrome/react/media-store'
import {
  Captions,
  Maximize,
  Minimize,
  PictureInPicture2,
  Volume2,
  VolumeX,
  type LucideIcon,
} from 'lucide-react'
import { IconButton } from '../components/icon-button.tsx'
import { PlayButton } from '../player/play-button.tsx'
import { usePlayer } from '../player/player.ts'
import { TimeDisplay } from '../player/time-display.tsx'
import styles from './controls.module.css'
import { Speed } from './speed.tsx'

interface ControlsProps {
  readonly duration: number
  readonly hasPicture: boolean
}

/** The row of controls under the bar. */
export function Controls({ duration, hasPicture }: ControlsProps) {
  const player = usePlayer()
  const isSilent = useMediaSelector((state) => state.mediaVolumeLevel) === 'off'
  const captions = useMediaSelector((state) => state.mediaSubtitlesList)
  const shown = useMediaSelector((state) => state.mediaSubtitlesShowing)
  const isFullScreen = useMediaSelector((state) => state.mediaIsFullscreen) ?? false
  const noFullScreen = useMediaSelector((state) => state.mediaFullscreenUnavailable)
  const isPip = useMediaSelector((state) => state.mediaIsPip) ?? false
  const noPip = useMediaSelector((state) => state.mediaPipUnavailable)
  const Sound = isSilent ? VolumeX : Volume2
  return (
    <div className={styles.controls} role="group" aria-label="Player">
      <PlayButton shortcut="K" />
      <IconButton
        label={isSilent ? 'Sound on' : 'Sound off'}
        shortcut="M"
        onClick={player.toggleMuted}
      >
        <Sound />
      </IconButton>
      <TimeDisplay duration={duration} />
      <span className={styles.gap} />
      {hasPicture && captions !== undefined && captions.length > 0 && (
        <Switch
          label="Captions"
          shortcut="C"
          isOn={(shown?.length ?? 0) > 0}
          icon={Captions}
          onClick={player.toggleCaptions}
        />
      )}
      <Speed />
      {hasPicture && !noPip && (
        <Switch
          label="Picture in picture"
          isOn={isPip}
          icon={PictureInPicture2}
          onClick={player.togglePictureInPicture}
        />
      )}
      {hasPicture && !noFullScreen && (
        <Switch
          label="Full screen"
          shortcut="F"
          isOn={isFullScreen}
          icon={isFullScreen ? Minimize : Maximize}
          onClick={player.toggleFullScreen}
        />
      )}
    </div>
  )
}

interface SwitchProps {
  readonly label: string
  readonly shortcut?: string
  readonly isOn: boolean
  readonly icon: LucideIcon
  readonly onClick: () => void
}

function Switch({ label, shortcut, isOn, icon: Icon, onClick }: SwitchProps) {
  return (
    <IconButton label={label} aria-pressed={isOn} onClick={onClick} {...(shortcut && { shortcut })}>
      <Icon />
    </IconButton>
  )
}
