import { Chip } from '../components/chip.tsx'
import type { SearchAddress } from './search-address.ts'
import styles from './search-tips.module.css'
import type { SearchText } from './use-search-text.ts'

const modes: readonly { readonly mode: SearchAddress['mode']; readonly name: string }[] = [
  { mode: 'hybrid', name: 'Words and meaning' },
  { mode: 'keyword', name: 'Words only' },
  { mode: 'semantic', name: 'Meaning only' },
]

/** What can be typed, by example, and what is compared. */
export function SearchTips({ search }: { readonly search: SearchText }) {
  return (
    <div className={styles.tips}>
      <dl className={styles.list}>
        <dt>
          <code>lost contact with the shuttle</code>
        </dt>
        <dd>any of the words, or the same thing said otherwise</dd>
        <dt>
          <code>&quot;mission control&quot;</code>
        </dt>
        <dd>exactly these words, one after the other</dd>
        <dt>
          <code>shuttle -bus</code>
        </dt>
        <dd>the first word, where the second is not said</dd>
        <dt>
          <code>shuttle speaker:anna</code>
        </dt>
        <dd>only where Anna says it, if the speakers are known</dd>
      </dl>
      <div className={styles.modes} role="group" aria-label="What is compared">
        {modes.map(({ mode, name }) => (
          <Chip
            key={mode}
            isOn={search.address.mode === mode}
            onClick={() => search.change({ mode })}
          >
            {name}
          </Chip>
        ))}
      </div>
    </div>
  )
}
