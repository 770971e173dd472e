import { ChevronDown } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import styles from './choice.module.css'

interface ChoiceProps extends Omit<ComponentProps<'select'>, 'aria-label' | 'className'> {
  readonly label: string
  /** Stands before the words. */
  readonly sign?: ReactNode
}

/** The browser's own list to choose from, in the shape of a button. Its options are its children. */
export function Choice({ label, sign, children, ...rest }: ChoiceProps) {
  return (
    <span className={styles.choice}>
      {sign}
      <select aria-label={label} className={styles.select} {...rest}>
        {children}
      </select>
      <ChevronDown aria-hidden className={styles.chevron} />
    </span>
  )
}
