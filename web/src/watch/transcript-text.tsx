import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { lazy, Suspense, useMemo, useRef, type MouseEvent, type ReactNode } from 'react'
import type { Transcript, Video } from '../api/types.ts'
import { Button } from '../components/button.tsx'
import { statusLine } from '../library/status-words.ts'
import { useNameSpeaker } from './name-speaker.ts'
import { ParagraphRow } from './paragraph-row.tsx'
import { paragraphsOf, type Paragraph } from './paragraphs.ts'
import type { Span } from './quotation.ts'
import styles from './transcript-text.module.css'
import type { Found } from './use-found.ts'
import { useFollowing } from './use-following.ts'
import { useNow } from './use-now.ts'
import { useSelectedSpan } from './use-selected-span.ts'

const SelectionBar = lazy(() => import('./selection-bar.tsx'))

interface TranscriptTextProps {
  readonly video: Video
  readonly transcript: Transcript
  readonly found: Found
  readonly startAt: number | null
  readonly span: Span | null
  readonly head: ReactNode
  readonly onSeek: (second: number) => void
}

/** The paragraphs of a transcript. Only those near the window are in the page, so ten hours open at once. */
export function TranscriptText(props: TranscriptTextProps) {
  const { video, transcript, found, startAt, span, head } = props
  const { segments } = transcript
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const paragraphs = useMemo(() => paragraphsOf(segments), [segments])
  const selection = useSelectedSpan(list)
  const now = useNow(segments, startAt)
  const onName = useNameSpeaker(video.id)

  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer tells React of its changes by itself
  const virtualizer = useVirtualizer({
    count: paragraphs.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => guessHeight(paragraphs[index]),
    overscan: 4,
    scrollMargin: list.current?.offsetTop ?? 0,
    // What is selected stays in the page while the reader scrolls on.
    rangeExtractor: (range) =>
      selection.rows.length === 0
        ? defaultRangeExtractor(range)
        : [...new Set([...selection.rows, ...defaultRangeExtractor(range)])].toSorted(
            (a, b) => a - b,
          ),
  })
  const following = useFollowing({ scroller, virtualizer, paragraphs, now })

  const onClick = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || !getSelection()?.isCollapsed) return
    const start = event.target.closest<HTMLElement>('[data-t]')?.dataset.t
    if (start === undefined) return
    props.onSeek(Number(start))
    following.follow()
  }

  const hit = found.place === null ? null : (found.moments[found.place]?.jump_to ?? null)
  return (
    <>
      <div
        ref={scroller}
        className={styles.scroller}
        role="region"
        aria-label="Text"
        tabIndex={0}
        {...following.listeners}
      >
        {head}
        <div
          ref={list}
          role="list"
          className={styles.list}
          lang={transcript.language ?? undefined}
          style={{ height: virtualizer.getTotalSize() }}
          onClick={onClick}
        >
          {virtualizer.getVirtualItems().map(({ index, start, key }) => {
            const paragraph = paragraphs[index]
            return (
              paragraph && (
                <div
                  key={key}
                  ref={virtualizer.measureElement}
                  data-index={index}
                  role="listitem"
                  aria-setsize={paragraphs.length}
                  aria-posinset={index + 1}
                  className={styles.row}
                  style={{ top: start - virtualizer.options.scrollMargin }}
                >
                  <ParagraphRow
                    paragraph={paragraph}
                    segments={segments}
                    now={now >= paragraph.first && now < paragraph.beyond ? now : null}
                    hit={
                      hit !== null && hit >= paragraph.start - 1 && hit <= paragraph.end
                        ? hit
                        : null
                    }
                    span={span}
                    matcherAt={found.matcherAt}
                    onName={onName}
                  />
                </div>
              )
            )
          })}
        </div>
        {!transcript.complete && <p className={styles.rest}>{statusLine(video)}.</p>}
      </div>
      {following.away !== null && (
        <div className={styles.back}>
          <Button tone="primary" onClick={following.follow}>
            {following.away === 'above' ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />}
            Back to now
          </Button>
        </div>
      )}
      {selection.span && (
        <Suspense>
          <SelectionBar video={video} selection={selection.span} onDone={selection.clear} />
        </Suspense>
      )}
    </>
  )
}

/** Height of a paragraph before it is measured, in pixels: about 46 letters stand on a line of 28. */
function guessHeight(paragraph: Paragraph | undefined): number {
  if (!paragraph) return 0
  const lines = Math.ceil(paragraph.letters / 46)
  return 16 + lines * 28 + (paragraph.speaker === null ? 0 : 36)
}
