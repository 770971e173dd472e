import { Search, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { classNames } from '../components/class-names.ts'
import { IconButton } from '../components/icon-button.tsx'
import { useShortcuts } from '../keyboard/shortcuts.ts'
import styles from './search-box.module.css'

interface SearchBoxProps {
  readonly text: string
  readonly isDocked: boolean
  readonly onType: (text: string) => void
  /** Enter: the query is meant. */
  readonly onCommit: () => void
  /** The reader goes down into the results. */
  readonly onDown: () => void
}

/** The one box: large in the upper third of an empty page, in the head of a page with results. */
export function SearchBox({ text, isDocked, onType, onCommit, onDown }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null)

  useShortcuts('Search', [
    {
      keys: ['/'],
      does: 'Go to the box',
      run: () => {
        input.current?.focus()
        input.current?.select()
      },
    },
  ])

  // Opened without a query, the page waits for one.
  useEffect(() => {
    if (input.current?.value === '') input.current.focus()
  }, [])

  return (
    <search className={classNames(styles.place, isDocked && styles.docked)}>
      <form
        className={styles.box}
        onSubmit={(event) => {
          event.preventDefault()
          onCommit()
        }}
      >
        <Search aria-hidden className={styles.sign} />
        <input
          ref={input}
          type="search"
          name="q"
          aria-label="Search what was said"
          placeholder="Search what was said"
          dir="auto"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="search"
          maxLength={10_000}
          className={styles.input}
          value={text}
          onChange={(event) => onType(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') {
              event.preventDefault()
              onDown()
            }
            if (event.key === 'Escape') {
              event.preventDefault()
              if (text === '') input.current?.blur()
              else onType('')
            }
          }}
        />
        {text !== '' && (
          <IconButton
            label="Clear"
            onClick={() => {
              onType('')
              input.current?.focus()
            }}
          >
            <X />
          </IconButton>
        )}
      </form>
    </search>
  )
}
