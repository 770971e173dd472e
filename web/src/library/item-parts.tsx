import { Ellipsis, Undo2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { IconButton } from '../components/icon-button.tsx'
import styles from './item-parts.module.css'
import type { LibraryItemProps } from './library-item.ts'
import { RenameTitle } from './rename-title.tsx'

export function SelectBox({
  video,
  isSelected,
  isGoing,
  onSelect,
}: Pick<LibraryItemProps, 'video' | 'isSelected' | 'isGoing' | 'onSelect'>) {
  return (
    <label className={styles.select}>
      <input
        type="checkbox"
        aria-label={`Select ${video.title}`}
        checked={isSelected}
        disabled={isGoing}
        onChange={({ currentTarget }) => onSelect(currentTarget.checked)}
      />
    </label>
  )
}

export function ItemTitle(props: LibraryItemProps) {
  const { video, isRenaming, isGoing, onRename, onRenameStart, onRenameEnd } = props
  const link = useRef<HTMLAnchorElement>(null)
  const wasRenaming = useRef(false)
  // The field is gone, and the focus with it.
  useEffect(() => {
    const isOver = wasRenaming.current && !isRenaming
    wasRenaming.current = isRenaming
    if (isOver && document.activeElement === document.body) link.current?.focus()
  }, [isRenaming])

  if (isRenaming) return <RenameTitle title={video.title} onRename={onRename} onEnd={onRenameEnd} />
  if (isGoing) {
    return (
      <del className={styles.title} dir="auto">
        {video.title}
      </del>
    )
  }
  return (
    <Link
      ref={link}
      href={`/videos/${video.id}`}
      className={styles.title}
      dir="auto"
      title={video.title}
      aria-keyshortcuts="F2"
      onKeyDown={(event) => {
        if (event.key === 'F2') onRenameStart()
      }}
    >
      {video.title}
    </Link>
  )
}

/** Opens the menu; of a video that is about to go it takes that back. One element, so that the focus stays. */
export function MenuButton({ video, isGoing, isMenuOpen, onMenu, onKeep }: LibraryItemProps) {
  return (
    <IconButton
      label={isGoing ? `Keep ${video.title}` : `More about ${video.title}`}
      aria-haspopup={isGoing ? undefined : 'menu'}
      aria-expanded={isGoing ? undefined : isMenuOpen}
      onClick={({ currentTarget }) => (isGoing ? onKeep() : onMenu(currentTarget))}
    >
      {isGoing ? <Undo2 /> : <Ellipsis />}
    </IconButton>
  )
}
