import type { Video } from '../api/types.ts'

/** What a card or a row is told, and what it tells. */
export interface LibraryItemProps {
  readonly video: Video
  /** Its place among all, from 0. */
  readonly index: number
  readonly total: number
  readonly isSelected: boolean
  readonly isRenaming: boolean
  /** It will be deleted in a moment, unless that is undone. */
  readonly isGoing: boolean
  readonly isMenuOpen: boolean
  readonly onSelect: (isSelected: boolean) => void
  readonly onKeep: () => void
  readonly onMenu: (anchor: Element) => void
  readonly onRename: (title: string) => void
  readonly onRenameStart: () => void
  readonly onRenameEnd: () => void
  readonly onRetry: () => void
}
