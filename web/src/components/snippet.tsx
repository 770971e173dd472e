import { useMemo } from 'react'
import { classNames } from './class-names.ts'
import { leadIn } from './lead-in.ts'
import styles from './snippet.module.css'

interface SnippetProps {
  /** As the API gives it: escaped text with `<mark>`. */
  readonly html: string
  /** Letters that may stand before the first found word; what the space allows. */
  readonly lead?: number
  readonly className?: string | undefined
}

/** What was said, in the reading face, with the found words marked. */
export function Snippet({ html, lead = Infinity, className }: SnippetProps) {
  const parts = useMemo(() => leadIn(html, lead), [html, lead])
  return (
    <span dir="auto" className={classNames(styles.snippet, className)}>
      {parts.map(({ text, isMarked }, index) =>
        isMarked ? <mark key={index}>{text}</mark> : text,
      )}
    </span>
  )
}
