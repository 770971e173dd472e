import { Link2, Play, Quote } from 'lucide-react'
import { createPortal } from 'react-dom'
import type { Video } from '../api/types.ts'
import { copyText } from '../app/copy-text.ts'
import { Button } from '../components/button.tsx'
import { usePlayer } from '../player/player.ts'
import { linkTo, quotation } from './quotation.ts'
import styles from './selection-bar.module.css'
import type { SelectedSpan } from './use-selected-span.ts'

/** The last selected word is said for about so long, in seconds. */
const lastWord = 0.6

interface SelectionBarProps {
  readonly video: Video
  readonly selection: SelectedSpan
  readonly onDone: () => void
}

/** What can be done with the selected words. */
export default function SelectionBar({ video, selection, onDone }: SelectionBarProps) {
  const player = usePlayer()
  const span = { start: selection.start, end: selection.end + lastWord }
  const link = linkTo(video.id, span, location.origin)
  const width = document.documentElement.clientWidth
  const place = {
    left: Math.min(Math.max(selection.x, 152), width - 152),
    top: Math.min(selection.y + 8, window.innerHeight - 64),
  }
  return createPortal(
    <div
      role="toolbar"
      aria-label="Selected words"
      className={styles.bar}
      style={place}
      // A press would end the selection.
      onPointerDown={(event) => event.preventDefault()}
    >
      <Button
        tone="inverse"
        onClick={() => {
          void copyText(quotation(selection.text, video.title, span, link), 'Quotation copied.')
          onDone()
        }}
      >
        <Quote aria-hidden />
        Quote
      </Button>
      <Button
        tone="inverse"
        onClick={() => {
          void copyText(link, 'Link copied.')
          onDone()
        }}
      >
        <Link2 aria-hidden />
        Link
      </Button>
      <Button
        tone="inverse"
        onClick={() => {
          player.seek(span.start)
          player.play()
          onDone()
        }}
      >
        <Play aria-hidden />
        Play
      </Button>
    </div>,
    document.body,
  )
}
