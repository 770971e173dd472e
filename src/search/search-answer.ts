import type { TimeRange } from '../domain/time-range.ts'

export type SearchMode = 'hybrid' | 'keyword' | 'semantic'

export interface SearchRequest {
  /** What a person typed: words, "phrases", -exclusions. */
  readonly text: string
  readonly limit: number
  readonly offset: number
  readonly mode: SearchMode
  readonly videoIds?: readonly string[] | undefined
  /** BCP 47 tags; only the primary part counts. */
  readonly languages?: readonly string[] | undefined
  /** Names of speakers, any of whom is meant, beside those after `speaker:` in the text. */
  readonly speakers?: readonly string[] | undefined
  readonly groupByVideo: boolean
}

export type LegName = 'keyword' | 'semantic' | 'letters'

/** What one leg of the search did. */
export interface LegReport {
  /** `partial`: it answered for a part of the library only. */
  readonly state: 'ok' | 'partial' | 'off' | 'failed'
  readonly tookMs: number
  readonly candidates: number
  /** Share of the library's chunks that it knows, 0 to 1. */
  readonly coverage: number
  /** Why it is off, partial or failed, for a person. */
  readonly reason?: string
}

export interface MomentVideo {
  readonly id: string
  readonly title: string
  readonly duration: number | null
  readonly language: string | null
  readonly posterKey: string | null
  readonly hasPicture: boolean
  readonly url: string | null
}

/** Where the thing was said. */
export interface Moment extends TimeRange {
  readonly video: MomentVideo
  /** Where to start playing, in seconds. */
  readonly jumpTo: number
  /** The name of who says it, else the label; null where nobody is known. */
  readonly speaker: string | null
  /** What the transcript calls them. */
  readonly speakerLabel: string | null
  readonly text: string
  /** HTML: the best spot of the text, escaped, found words in `<mark>`. */
  readonly snippet: string
  /** 0 to 1; comparable within one answer. */
  readonly score: number
  readonly matched: readonly LegName[]
}

export interface VideoMoments {
  readonly video: MomentVideo
  /** Moments found in this video; `moments` has the best of them. */
  readonly total: number
  readonly moments: readonly Moment[]
}

export interface SearchAnswer {
  readonly query: string
  readonly tookMs: number
  readonly legs: Readonly<Record<LegName, LegReport>>
  /** Moments found; videos found where they are grouped. */
  readonly total: number
  /** Best first; empty when groups are asked for. */
  readonly moments: readonly Moment[]
  readonly groups: readonly VideoMoments[] | null
  /** When nothing was found: words of the library that look like the ones asked for. */
  readonly suggestions: readonly string[]
  /** When nobody of the name that was asked for speaks: names that there are, the most similar first. */
  readonly speakerSuggestions: readonly string[]
  /** When nothing was found: videos in work, in which it may still turn up. */
  readonly unfinishedVideos: number
  /** What was looked through. */
  readonly searched: { readonly videos: number; readonly chunks: number }
}
