import { classNames } from './class-names.ts'
import styles from './skeleton.module.css'

interface SkeletonProps {
  /** Any CSS length; the class of the caller may say it instead. */
  readonly width?: string
  readonly height?: string
  readonly className?: string | undefined
}

/** The shape of what comes. Hidden from screen readers: say "Loading" once where the list is. */
export function Skeleton({ width, height = '1em', className }: SkeletonProps) {
  return (
    <span
      aria-hidden
      className={classNames(styles.skeleton, className)}
      style={{ width, height }}
    />
  )
}
