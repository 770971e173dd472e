import type { ComponentProps } from 'react'
import styles from './button.module.css'
import { classNames } from './class-names.ts'

interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` once on a page at most; `plain` has an edge; `quiet` has none; `inverse` stands on ink. */
  readonly tone?: 'primary' | 'plain' | 'quiet' | 'danger' | 'inverse'
}

export function Button({ tone = 'plain', className, type = 'button', ...rest }: ButtonProps) {
  return (
    <button type={type} className={classNames(styles.button, styles[tone], className)} {...rest} />
  )
}

/** A link that looks like a button: for downloads and pages, where a click goes somewhere. */
export function ButtonLink({
  tone = 'plain',
  className,
  ...rest
}: ComponentProps<'a'> & Pick<ButtonProps, 'tone'>) {
  return <a className={classNames(styles.button, styles[tone], className)} {...rest} />
}
