import { ChevronDown, ChevronUp, Search, X } from 'lucide-react'
import { useEffect } from 'react'
import { announce } from '../app/notices.ts'
import { IconButton } from '../components/icon-button.tsx'
import styles from './find-bar.module.css'
import type { Found } from './use-found.ts'

interface FindBarProps {
  readonly query: string
  readonly found: Found
  readonly onQuery: (query: string) => void
  readonly onWalk: (step: number) => void
}

/** Searches this video and walks through what was found. */
export function FindBar({ query, found, onQuery, onWalk }: FindBarProps) {
  const count = found.moments.length
  const words = placeWords(query, found)
  useEffect(() => {
    if (words !== '') announce(words)
  }, [words])
  return (
    <search className={styles.bar}>
      <Search aria-hidden className={styles.sign} />
      <input
        type="search"
        data-find
        aria-label="Search in this video"
        placeholder="Search in this video"
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        maxLength={10_000}
        className={styles.input}
        value={query}
        onChange={({ currentTarget }) => onQuery(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault()
            onWalk(event.shiftKey ? -1 : 1)
          }
          if (event.key === 'Escape') {
            event.preventDefault()
            if (query === '') event.currentTarget.blur()
            else onQuery('')
          }
        }}
      />
      {words !== '' && <span className={styles.place}>{words}</span>}
      {count > 0 && (
        <>
          <IconButton label="Previous found moment" shortcut="Shift+N" onClick={() => onWalk(-1)}>
            <ChevronUp />
          </IconButton>
          <IconButton label="Next found moment" shortcut="N" onClick={() => onWalk(1)}>
            <ChevronDown />
          </IconButton>
        </>
      )}
      {query !== '' && (
        <IconButton label="Clear" onClick={() => onQuery('')}>
          <X />
        </IconButton>
      )}
    </search>
  )
}

/** "3 / 14". */
function placeWords(
  query: string,
  { query: asked, moments, place, isSearching, error }: Found,
): string {
  if (query.trim() === '') return ''
  if (error) return error.message
  if (place === null) return isSearching || query.trim() !== asked ? '' : 'nothing found'
  return `${place + 1} / ${moments.length}`
}
