import { Check, ChevronDown, ChevronUp, CircleAlert, Minus, TriangleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import { IconButton } from '../components/icon-button.tsx'
import { ProgressLine } from '../components/progress-line.tsx'
import { percent } from '../format/words.ts'
import styles from './part-line.module.css'
import { factsOf, partNames, stateWords, type Part } from './part-words.ts'

const signs = { ok: Check, attention: TriangleAlert, failed: CircleAlert, off: Minus }

/** One part in one line; what is wrong with it under it, the details on demand. */
export function PartLine({ part }: { readonly part: Part }) {
  const { name, state, summary, problem } = part
  const [isOpen, setOpen] = useState(false)
  const detailsId = useId()
  const Sign = signs[state]
  const facts = factsOf(part)
  return (
    <li className={styles.part}>
      <Sign role="img" aria-label={stateWords[state]} className={styles[state]} />
      <h2 className={styles.name}>{partNames[name]}</h2>
      <div className={styles.words}>
        <p className={styles.summary}>{summary}</p>
        <ShareLine part={part} />
        {problem && problem.message !== summary && <p>{problem.message}</p>}
        {problem?.remedy !== undefined && <p className={styles.remedy}>{problem.remedy}</p>}
        {isOpen && (
          <dl id={detailsId} className={styles.facts}>
            {facts.map((fact) => (
              <div key={fact.name} className={styles.fact}>
                <dt>{fact.name}</dt>
                <dd>{fact.value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      {facts.length > 0 && (
        <IconButton
          className={styles.toggle}
          label={`Details: ${partNames[name]}`}
          aria-expanded={isOpen}
          aria-controls={isOpen ? detailsId : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? <ChevronUp /> : <ChevronDown />}
        </IconButton>
      )}
    </li>
  )
}

/** How much of the library has its meaning indexed, or how full the disk is. */
function ShareLine({ part: { details, state } }: { readonly part: Part }) {
  const { coverage, free_bytes: free, total_bytes: total } = details
  if (typeof coverage === 'number' && coverage < 1) {
    return <ProgressLine label="Share of the library" share={coverage} className={styles.line} />
  }
  if (typeof free === 'number' && typeof total === 'number' && total > 0 && state !== 'ok') {
    const used = 1 - free / total
    return (
      <ProgressLine label={`Disk, ${percent(used)} in use`} share={used} className={styles.line} />
    )
  }
  return null
}
