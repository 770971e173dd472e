import { useQuery } from '@tanstack/react-query'
import { MediaProvider } from 'media-chrome/react/media-store'
import { useEffect, useMemo, useRef, useState } from 'react'
import { transcriptQuery, videoQuery } from '../api/queries.ts'
import type { Group, Moment, Video } from '../api/types.ts'
import { Button } from '../components/button.tsx'
import { ErrorNote } from '../components/error-note.tsx'
import { Frame } from '../components/frame.tsx'
import { formatTime } from '../format/time.ts'
import { MediaElement } from '../player/media-element.tsx'
import { PlayButton } from '../player/play-button.tsx'
import { usePlayer } from '../player/player.ts'
import { SeekBar } from '../player/seek-bar.tsx'
import { TimeDisplay } from '../player/time-display.tsx'
import { HearLines } from './hear-lines.tsx'
import styles from './hear-player.module.css'
import { ticksOf } from './ticks.ts'
import type { HearControl } from './use-hearing.ts'

interface HearPlayerProps {
  readonly moment: Moment
  readonly group: Group
  readonly control: HearControl
  readonly className?: string | undefined
}

/** Plays a moment where it was found, the words moving along. */
export default function HearPlayer({ moment, group, control, className }: HearPlayerProps) {
  const { data: video, error } = useQuery(videoQuery(moment.video.id))
  return (
    <div className={className}>
      {error && <ErrorNote title="This cannot be played" error={error} />}
      {!video && !error && <Frame src={moment.frame_url} isEager />}
      {video && (
        <MediaProvider key={video.id}>
          <Playing video={video} moment={moment} group={group} control={control} />
        </MediaProvider>
      )}
    </div>
  )
}

interface PlayingProps extends Omit<HearPlayerProps, 'className'> {
  readonly video: Video
}

function Playing({ video, moment, group, control }: PlayingProps) {
  const player = usePlayer()
  const { data: transcript } = useQuery(transcriptQuery(video.id))
  const ticks = useMemo(() => ticksOf(group.moments), [group.moments])
  const [trouble, setTrouble] = useState<'blocked' | 'broken' | null>(null)
  const duration = video.duration ?? 0

  useEffect(() => control.attach(player.toggle), [control, player])

  // Another moment of the same video keeps the player.
  const at = useRef(moment.jump_to)
  useEffect(() => {
    if (at.current === moment.jump_to) return
    at.current = moment.jump_to
    player.seek(moment.jump_to)
    player.play()
  }, [moment.jump_to, player])

  if (video.media_url === null || trouble === 'broken')
    return <NotHere video={video} moment={moment} />
  return (
    <div className={styles.playing}>
      <MediaElement
        src={video.media_url}
        startAt={moment.jump_to}
        isPicture={video.has_picture}
        autoPlay
        poster={moment.frame_url ?? undefined}
        className={styles.video}
        onBlocked={() => setTrouble('blocked')}
        onBroken={() => setTrouble('broken')}
        onClick={player.toggle}
      />
      {trouble === 'blocked' && (
        <Button
          tone="primary"
          onClick={() => {
            setTrouble(null)
            player.play()
          }}
        >
          Play from {formatTime(moment.jump_to)}
        </Button>
      )}
      <div className={styles.controls}>
        <PlayButton shortcut="Space" />
        <SeekBar
          className={styles.bar}
          duration={duration}
          ticks={ticks}
          storyboard={video.storyboard}
          readyUntil={video.status.status === 'ready' ? undefined : video.status.searchable_until}
        />
        <TimeDisplay duration={duration} />
      </div>
      {transcript && <HearLines transcript={transcript} marksFrom={moment.snippet} />}
    </div>
  )
}

function NotHere({ video, moment }: { readonly video: Video; readonly moment: Moment }) {
  return (
    <div className={styles.away}>
      <Frame src={moment.frame_url} hasPicture={video.has_picture} seconds={moment.jump_to} />
      <p>
        {video.url === null
          ? 'A version that browsers can play is still being made.'
          : 'This video lives somewhere else.'}
      </p>
      {video.url !== null && (
        <a href={video.url} target="_blank" rel="noreferrer">
          Open it there, at {formatTime(moment.jump_to)}
        </a>
      )}
    </div>
  )
}
