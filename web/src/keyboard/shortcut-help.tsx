import { Dialog } from '../components/dialog.tsx'
import { useStore } from '../app/store.ts'
import styles from './shortcut-help.module.css'
import { shortcutGroups } from './shortcuts.ts'

const keyNames: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Enter: 'Enter',
  n: 'N',
  N: 'Shift N',
}

/** The list of the keys that work on this page. */
export default function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  const groups = useStore(shortcutGroups, (state) => state.groups)
  return (
    <Dialog title="Keys" onClose={onClose}>
      {groups.toReversed().map(({ title, shortcuts }) => (
        <section key={title} className={styles.group}>
          <h3 className={styles.title}>{title}</h3>
          <dl className={styles.list}>
            {shortcuts.map(({ keys, does }) => (
              <div key={does} className={styles.row}>
                <dt>{does}</dt>
                <dd className={styles.keys}>
                  {keys.map((key) => (
                    <kbd key={key} className={styles.key}>
                      {keyNames[key] ?? key.toUpperCase()}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}
