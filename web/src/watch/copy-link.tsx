import { Link2 } from 'lucide-react'
import { copyText } from '../app/copy-text.ts'
import { Button } from '../components/button.tsx'
import { formatTime } from '../format/time.ts'
import { useCurrentTime } from '../player/player.ts'
import { linkTo } from './quotation.ts'

interface CopyLinkProps {
  readonly videoId: string
  /** The second that is meant while nothing has been played. */
  readonly at: number
}

/** Copies the address of the second that is played. */
export function CopyLink({ videoId, at }: CopyLinkProps) {
  const now = Math.floor(useCurrentTime() || at)
  return (
    <Button
      onClick={() =>
        void copyText(
          linkTo(videoId, { start: now }, location.origin),
          `Link at ${formatTime(now)} copied.`,
        )
      }
    >
      <Link2 aria-hidden />
      Copy link at {formatTime(now)}
    </Button>
  )
}
