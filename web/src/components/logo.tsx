import styles from './logo.module.css'

/** A frame of film with the cue mark, the dot that told the projectionist to change over. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 24" className={styles.logo} aria-hidden>
      <rect x="2" y="2" width="28" height="20" rx="4.5" className={styles.frame} />
      <circle cx="22.75" cy="8.75" r="3.25" className={styles.dot} />
    </svg>
  )
}
