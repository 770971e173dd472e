import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import styles from './icon-button.module.css'

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  /** What it does: its name for a screen reader and its tooltip. */
  readonly label: string
  /** The key that does the same. */
  readonly shortcut?: string
  readonly tone?: 'plain' | 'inverse'
}

/** A button that is only an icon. The icon is its child. */
export function IconButton({
  label,
  shortcut,
  tone = 'plain',
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      aria-keyshortcuts={shortcut}
      title={shortcut ? `${label} (${shortcut})` : label}
      className={classNames(styles.button, styles[tone], className)}
      {...rest}
    />
  )
}
