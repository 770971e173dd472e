import { RotateCw, Save, Trash2, X } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { IconButton } from '../components/icon-button.tsx'
import { counted } from '../format/words.ts'
import { Choice } from './choice.tsx'
import { formats, type Extension } from './export-transcripts.ts'
import styles from './toolbar.module.css'

interface SelectionBarProps {
  readonly count: number
  readonly total: number
  readonly onSelectAll: () => void
  readonly onExport: (extension: Extension) => void
  readonly onProcessAgain: () => void
  readonly onDelete: () => void
  readonly onClear: () => void
}

/** What can be done with several videos; stands where the filters are. */
export function SelectionBar(props: SelectionBarProps) {
  const { count, total } = props
  return (
    <div className={styles.row} role="group" aria-label="Selected videos">
      <IconButton label="Select nothing" shortcut="Escape" onClick={props.onClear}>
        <X />
      </IconButton>
      <p className={styles.selected} role="status">
        {counted(count, 'video')} selected
      </p>
      {count < total && (
        <Button tone="quiet" onClick={props.onSelectAll}>
          Select all {total.toLocaleString('en')}
        </Button>
      )}
      <span className={styles.gap} />
      <Choice
        label="Export the transcripts"
        sign={<Save aria-hidden />}
        value=""
        onChange={({ currentTarget }) => {
          const format = formats.find(({ extension }) => extension === currentTarget.value)
          if (format) props.onExport(format.extension)
        }}
      >
        <option value="" disabled>
          Export
        </option>
        {formats.map(({ extension, name }) => (
          <option key={extension} value={extension}>
            {name} (.{extension})
          </option>
        ))}
      </Choice>
      <Button onClick={props.onProcessAgain}>
        <RotateCw aria-hidden /> Process again
      </Button>
      <Button tone="danger" onClick={props.onDelete}>
        <Trash2 aria-hidden /> Delete
      </Button>
    </div>
  )
}
