import type { ReactNode } from 'react'
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  Popover,
  Separator,
} from 'react-aria-components'
import styles from './menu.module.css'

interface MenuItemProps {
  readonly children: ReactNode
  readonly onAction?: () => void
  /** The item is a link; with `download` it saves what is there. */
  readonly href?: string
  readonly download?: string | boolean
  readonly isDanger?: boolean
  readonly isDisabled?: boolean
  /** What is written beside it in grey. */
  readonly note?: string
}

interface MenuAtProps {
  readonly label: string
  /** The element it opens beside; it gets the focus back. */
  readonly anchor: Element
  readonly onClose: () => void
  readonly children: ReactNode
}

/** An open menu beside any element. It brings React Aria along: import it lazily, when the menu is first asked for. */
export function MenuAt({ label, anchor, onClose, children }: MenuAtProps) {
  return (
    <Popover
      aria-label={label}
      className={styles.popover ?? ''}
      placement="bottom end"
      triggerRef={{ current: anchor }}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <AriaMenu
        aria-label={label}
        className={styles.menu ?? ''}
        autoFocus="first"
        onClose={onClose}
      >
        {children}
      </AriaMenu>
    </Popover>
  )
}

export function MenuItem({ children, note, isDanger = false, ...rest }: MenuItemProps) {
  const text = typeof children === 'string' ? { textValue: children } : {}
  return (
    <AriaMenuItem {...rest} {...text} className={(isDanger ? styles.danger : styles.item) ?? ''}>
      <span>{children}</span>
      {note && <span className={styles.note}>{note}</span>}
    </AriaMenuItem>
  )
}

export function MenuLine() {
  return <Separator className={styles.line ?? ''} />
}
