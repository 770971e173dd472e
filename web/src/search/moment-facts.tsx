import type { Moment } from '../api/types.ts'
import { speakerName } from '../format/speaker-name.ts'
import styles from './moment-facts.module.css'

/** Who said it, and how it was found where that is not by its words. */
export function MomentFacts({ moment }: { readonly moment: Moment }) {
  const found = foundBy(moment)
  const speaker = speakerName(moment)
  if (!found && speaker === null) return null
  return (
    <p className={styles.facts}>
      {speaker !== null && (
        <span className={styles.speaker} dir="auto">
          {speaker}
        </span>
      )}
      {found && <span>{found}</span>}
    </p>
  )
}

/** Words need no explanation; what has none of the words asked for does. */
export function foundBy({ matched }: Pick<Moment, 'matched'>): string | null {
  if (matched.includes('keyword')) return null
  return matched.includes('semantic') ? 'by meaning' : 'by similar spelling'
}
