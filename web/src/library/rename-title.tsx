import { useState } from 'react'
import styles from './rename-title.module.css'

interface RenameTitleProps {
  readonly title: string
  readonly onRename: (title: string) => void
  readonly onEnd: () => void
}

/** A title in its place, ready to be typed over: Enter or leaving it keeps the new one, Escape the old one. */
export function RenameTitle({ title, onRename, onEnd }: RenameTitleProps) {
  const [text, setText] = useState(title)
  const end = (isKept: boolean): void => {
    const changed = text.trim()
    if (isKept && changed !== '' && changed !== title) onRename(changed)
    onEnd()
  }
  return (
    <input
      className={styles.input}
      aria-label="Title"
      dir="auto"
      maxLength={500}
      value={text}
      autoFocus
      onFocus={({ currentTarget }) => currentTarget.select()}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={() => end(true)}
      onKeyDown={({ key, nativeEvent }) => {
        // Enter also ends the choice of a Chinese or Japanese word.
        if (nativeEvent.isComposing) return
        if (key === 'Enter') end(true)
        if (key === 'Escape') end(false)
      }}
    />
  )
}
