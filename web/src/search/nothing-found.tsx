import type { SearchAnswer } from '../api/types.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { speakerName } from '../format/speaker-name.ts'
import { counted } from '../format/words.ts'
import { correctedQuery } from './corrected-query.ts'
import { legWords } from './leg-note.tsx'
import styles from './nothing-found.module.css'
import { isFiltered } from './search-address.ts'
import { withoutSpeakers } from './without-speakers.ts'
import type { SearchText } from './use-search-text.ts'

interface NothingFoundProps {
  readonly answer: SearchAnswer
  readonly search: SearchText
}

/** Says plainly that nothing was found, what was searched, and what may help. */
export function NothingFound({ answer, search }: NothingFoundProps) {
  const { address, change } = search
  const wasFiltered = isFiltered(address)
  const names = answer.speaker_suggestions
  if (names.length > 0) return <NobodyFound names={names} search={search} />
  return (
    <EmptyState
      title={`Nothing found for “${answer.query}”`}
      actions={
        <>
          {answer.suggestions.map((word) => {
            const q = correctedQuery(answer.query, word)
            return (
              <Button key={word} onClick={() => change({ q })}>
                {q}
              </Button>
            )
          })}
          {wasFiltered && (
            <Button
              onClick={() => change({ videos: [], languages: [], speakers: [], mode: 'hybrid' })}
            >
              Search without the filters
            </Button>
          )}
        </>
      }
    >
      <p>{whereItIsNot(answer, wasFiltered)}</p>
      {answer.unfinished_videos > 0 && <p>{stillInWork(answer.unfinished_videos)}</p>}
      {answer.suggestions.length > 0 && <p>These words are in the library:</p>}
    </EmptyState>
  )
}

function whereItIsNot({ legs, searched }: SearchAnswer, wasFiltered: boolean): string {
  if (searched.videos === 0)
    return wasFiltered ? 'Nothing is searchable under these filters.' : 'Nothing is searchable yet.'
  const videos = counted(searched.videos, 'video')
  const missing = legWords(legs)
  return missing === null
    ? `Neither these words nor anything near them in meaning is said in ${videos}.`
    : `These words are not said in ${videos}. ${missing}`
}

function stillInWork(videos: number): string {
  const are = videos === 1 ? 'is' : 'are'
  return `${counted(videos, 'video')} ${are} still being worked on: what is said there is found as soon as it is recognised.`
}

interface NobodyFoundProps {
  readonly names: readonly string[]
  readonly search: SearchText
}

/** Whoever was asked for speaks nowhere: names that there are. */
function NobodyFound({ names, search: { address, change } }: NobodyFoundProps) {
  const q = withoutSpeakers(address.q)
  return (
    <EmptyState
      title="Nobody of that name speaks here"
      actions={
        <>
          {names.map((name) => (
            <Button
              key={name}
              className={styles.speaker}
              onClick={() => change({ q, speakers: [name] })}
            >
              <span className={styles.name} dir="auto">
                {speakerName({ speaker: name, speaker_label: name })}
              </span>
            </Button>
          ))}
          <Button onClick={() => change({ q, speakers: [] })}>Whoever says it</Button>
        </>
      }
    >
      <p>These speakers are known:</p>
    </EmptyState>
  )
}
