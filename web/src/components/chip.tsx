import type { ComponentProps } from 'react'
import styles from './chip.module.css'
import { classNames } from './class-names.ts'

interface ChipProps extends ComponentProps<'button'> {
  readonly isOn: boolean
}

/** A filter that is on or off. */
export function Chip({ isOn, className, ...rest }: ChipProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      className={classNames(styles.chip, className)}
      {...rest}
    />
  )
}
