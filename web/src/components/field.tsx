import { useId, type ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import styles from './field.module.css'

interface FieldProps extends ComponentProps<'input'> {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly hint?: string | undefined
  /** What is wrong with what was typed. */
  readonly problem?: string | undefined
}

/** One line of text to fill in, with its label, a hint and what is wrong. */
export function Field({ label, isLabelHidden, hint, problem, className, ...rest }: FieldProps) {
  const id = useId()
  return (
    <div className={classNames(styles.field, className)}>
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : styles.label}>
        {label}
      </label>
      <input
        id={id}
        className={styles.input}
        aria-invalid={problem ? true : undefined}
        aria-describedby={(hint ?? problem) ? `${id}-note` : undefined}
        {...rest}
      />
      {(problem ?? hint) && (
        <p id={`${id}-note`} className={problem ? styles.problem : styles.hint}>
          {problem ?? hint}
        </p>
      )}
    </div>
  )
}
