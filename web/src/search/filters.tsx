import { CircleHelp, X } from 'lucide-react'
import { useId, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { videoQuery } from '../api/queries.ts'
import type { Group, Stats } from '../api/types.ts'
import { Button } from '../components/button.tsx'
import { Chip } from '../components/chip.tsx'
import { languageName } from '../format/words.ts'
import styles from './filters.module.css'
import { SpeakerChips } from './speaker-chips.tsx'
import { SearchTips } from './search-tips.tsx'
import type { SearchText } from './use-search-text.ts'

const languagesShown = 6

interface FiltersProps {
  readonly search: SearchText
  readonly stats: Stats | undefined
  readonly groups: readonly Group[]
}

/** Only the filters that would change something, and the help for what can be typed. */
export function Filters({ search, stats, groups }: FiltersProps) {
  const [isHelpOpen, setHelpOpen] = useState(false)
  const helpId = useId()
  const { address, change } = search
  const { languages, videos, mode } = address

  const offered = new Set(languages)
  const known = stats?.languages ?? []
  if (known.length > 1) {
    for (const { language } of known.slice(0, languagesShown)) offered.add(language)
  }

  return (
    <>
      <div className={styles.filters} role="group" aria-label="Filters">
        {videos.map((id) => (
          <VideoChip
            key={id}
            id={id}
            title={groups.find(({ video }) => video.id === id)?.video.title}
            onRemove={() => change({ videos: videos.filter((other) => other !== id) })}
          />
        ))}
        {mode !== 'hybrid' && (
          <Chip isOn onClick={() => change({ mode: 'hybrid' })}>
            {mode === 'keyword' ? 'Words only' : 'Meaning only'}
            <X aria-hidden />
          </Chip>
        )}
        {[...offered].map((language) => {
          const isOn = languages.includes(language)
          return (
            <Chip
              key={language}
              isOn={isOn}
              onClick={() =>
                change({
                  languages: isOn
                    ? languages.filter((other) => other !== language)
                    : [...languages, language],
                })
              }
            >
              {languageName(language)}
            </Chip>
          )
        })}
        <SpeakerChips search={search} groups={groups} />
        <Button
          tone="quiet"
          className={styles.help}
          aria-expanded={isHelpOpen}
          aria-controls={helpId}
          onClick={() => setHelpOpen(!isHelpOpen)}
        >
          <CircleHelp aria-hidden />
          <span className={styles.helpName}>How to ask</span>
        </Button>
      </div>
      <div id={helpId} hidden={!isHelpOpen}>
        {isHelpOpen && <SearchTips search={search} />}
      </div>
    </>
  )
}

interface VideoChipProps {
  readonly id: string
  readonly title: string | undefined
  readonly onRemove: () => void
}

function VideoChip({ id, title, onRemove }: VideoChipProps) {
  // Without a result of that video its title is not in the answer.
  const { data } = useQuery({ ...videoQuery(id), enabled: title === undefined })
  return (
    <Chip isOn onClick={onRemove}>
      <span className={styles.title} dir="auto">
        {title ?? data?.title ?? 'One video'}
      </span>
      <X aria-hidden />
    </Chip>
  )
}
