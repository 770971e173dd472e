import { Snippet } from '../components/snippet.tsx'
import { formatTime } from '../format/time.ts'
import { counted } from '../format/words.ts'
import styles from './found-list.module.css'
import type { Found } from './use-found.ts'

interface FoundListProps {
  readonly found: Found
  readonly onGoTo: (place: number) => void
}

/** Under the player where there is room: every found moment on a line of its own. */
export function FoundList({ found, onGoTo }: FoundListProps) {
  const { moments, place, query } = found
  if (moments.length === 0) return null
  return (
    <section aria-labelledby="found" className={styles.found}>
      <h2 id="found" className={styles.title}>
        {counted(moments.length, 'moment')} for “{query}”
      </h2>
      <ol>
        {moments.map(({ jump_to: second, snippet }, index) => (
          <li key={second}>
            <button
              type="button"
              className={styles.moment}
              aria-current={index === place || undefined}
              onClick={() => onGoTo(index)}
            >
              <span className={styles.time}>{formatTime(second)}</span>
              <Snippet html={snippet} lead={30} className={styles.words} />
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}
