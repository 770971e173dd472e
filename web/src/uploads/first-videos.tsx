import { Upload } from 'lucide-react'
import { ChooseFiles } from './choose-files.tsx'
import styles from './first-videos.module.css'
import { SamplesButton } from './samples-button.tsx'

/** What a new user sees: where to put videos, and how to try it without any. */
export function FirstVideos({ samplesAvailable }: { readonly samplesAvailable: boolean }) {
  return (
    <section className={styles.drop} aria-label="Add videos">
      <Upload aria-hidden className={styles.sign} />
      <h2 className={styles.title}>Drop videos or folders anywhere</h2>
      <p className={styles.text}>
        Films, talks, meetings, sound alone; captions beside them are used. Nothing leaves this
        machine.
      </p>
      <div className={styles.actions}>
        <ChooseFiles tone="primary">Choose files</ChooseFiles>
        <ChooseFiles isFolder>Choose a folder</ChooseFiles>
      </div>
      {samplesAvailable && (
        <div className={styles.samples}>
          <p className={styles.text}>No video at hand?</p>
          <SamplesButton />
        </div>
      )}
    </section>
  )
}
