import type { SearchAnswer } from '../api/types.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { counted } from '../format/words.ts'
import { correctedQuery } from './corrected-query.ts'
import { legWords } from './leg-note.tsx'
import { isFiltered } from './search-address.ts'
import type { SearchText } from './use-search-text.ts'

interface NothingFoundProps {
  readonly answer: SearchAnswer
  readonly search: SearchText
}

/** Says plainly that nothing was found, what was searched, and what may help. */
export function NothingFound({ answer, search }: NothingFoundProps) {
  const { address, change } = search
  const wasFiltered = isFiltered(address)
  const missing = legWords(answer.legs)
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
            <Button onClick={() => change({ videos: [], languages: [], mode: 'hybrid' })}>
              Search without the filters
            </Button>
          )}
        </>
      }
    >
      <p>
        {missing === null
          ? `Neither these words nor anything near them in meaning is said in ${counted(answer.searched.videos, 'video')}.`
          : `These words are not said in ${counted(answer.searched.videos, 'video')}. ${missing}`}
      </p>
      {answer.suggestions.length > 0 && <p>These words are in the library:</p>}
    </EmptyState>
  )
}
