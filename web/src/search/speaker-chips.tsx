import { UserRound, X } from 'lucide-react'
import type { Group } from '../api/types.ts'
import { Chip } from '../components/chip.tsx'
import styles from './filters.module.css'
import { offeredSpeakers } from './offered-speakers.ts'
import type { SearchText } from './use-search-text.ts'

interface SpeakerChipsProps {
  readonly search: SearchText
  readonly groups: readonly Group[]
}

/** Who is to speak: those who are chosen, and those who were found and could be. */
export function SpeakerChips({ search, groups }: SpeakerChipsProps) {
  const { address, change } = search
  const { speakers } = address
  const offered = offeredSpeakers(groups).filter((name) => !speakers.includes(name))
  return (
    <>
      {speakers.map((name) => (
        <Chip
          key={name}
          isOn
          onClick={() => change({ speakers: speakers.filter((other) => other !== name) })}
        >
          <UserRound aria-hidden />
          <span className={styles.title} dir="auto">
            {name}
          </span>
          <X aria-hidden />
        </Chip>
      ))}
      {offered.map((name) => (
        <Chip key={name} isOn={false} onClick={() => change({ speakers: [...speakers, name] })}>
          <UserRound aria-hidden />
          <span className={styles.title} dir="auto">
            {name}
          </span>
        </Chip>
      ))}
    </>
  )
}
