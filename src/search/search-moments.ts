import { InvalidInputError } from '../domain/errors.ts'
import type { Queryable } from '../ports/database.ts'
import { isOnlyStopWords } from './analyze-query.ts'
import type { LegDeps } from './ask-legs.ts'
import { findSpeakers, suggestSpeakers } from './find-speakers.ts'
import { findSpots } from './find-spots.ts'
import { pageOfMoments, pageOfVideos } from './pages.ts'
import { parseQuery, type ParsedQuery } from './parse-query.ts'
import type { SearchAnswer, SearchRequest } from './search-answer.ts'
import { countUnfinished, readSearchedLibrary, type SearchFilter } from './searched-library.ts'
import { suggestWords } from './suggest-words.ts'
import { withoutUntold } from './told-vectors.ts'

/**
 * The moments of the library where the thing was said, best first. Nothing relevant is an answer too. A leg that fails is
 * told in the answer and the others go on; rejects only if none is left, with `invalid-query` for what cannot be searched
 * and `no-embedder` where meaning is asked for and there is none.
 */
export async function searchMoments(
  request: SearchRequest,
  deps: LegDeps,
  signal?: AbortSignal,
): Promise<SearchAnswer> {
  const { database, embedder } = deps
  const startedAt = performance.now()
  const parsed = parseQuery(request.text)
  if (request.mode === 'semantic' && embedder === null) throw noEmbedder()
  const names = [...parsed.speakers, ...(request.speakers ?? [])]
  const filter = await filterOf(request, names, { database })
  const modelId = embedder?.space.modelId ?? null
  const known = await readSearchedLibrary(filter, modelId, { database })
  const library = await withoutUntold(known, modelId, deps)
  signal?.throwIfAborted()

  const asked = (reading: ParsedQuery) =>
    findSpots({ mode: request.mode, parsed: reading, filter, library }, deps, signal)
  const isPhrase = isOnlyStopWords(parsed.wanted, library.languages)
  let found = await asked(isPhrase ? { ...parsed, loose: '', phrases: [parsed.wanted] } : parsed)
  if (isPhrase && found.spots.length === 0) found = await asked(parsed)
  const { spots, legs } = found
  signal?.throwIfAborted()

  const page = request.groupByVideo
    ? await pageOfVideos(spots, request, found.asked, { database })
    : await pageOfMoments(spots, request, found.asked, { database })
  return {
    query: request.text,
    legs,
    ...page,
    suggestions: spots.length === 0 ? await suggestWords(parsed.wanted, { database }) : [],
    speakerSuggestions:
      names.length > 0 && library.chunks === 0
        ? await suggestSpeakers(names, filter.videoIds, { database })
        : [],
    unfinishedVideos: spots.length === 0 ? await countUnfinished(filter, { database }) : 0,
    searched: { videos: library.videos, chunks: library.chunks },
    tookMs: performance.now() - startedAt,
  }
}

/** A name that nobody has lets nothing through. */
async function filterOf(
  { videoIds: asked, languages }: SearchRequest,
  names: readonly string[],
  deps: { database: Queryable },
): Promise<SearchFilter> {
  const videoIds = asked ?? null
  return {
    videoIds,
    languages: languages?.map((language) => language.split('-')[0]?.toLowerCase() ?? '') ?? null,
    speakers: names.length > 0 ? await findSpeakers(names, videoIds, deps) : null,
  }
}

function noEmbedder(): InvalidInputError {
  return new InvalidInputError('Searching by meaning is off: there is no embedding model.', {
    code: 'no-embedder',
    remedy: 'Set CUEPOINT_EMBEDDER=local, or search with mode=keyword.',
  })
}
