import { searchMoments } from '../../search/search-moments.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { renderSearchAnswer } from '../render/search.ts'
import { problems } from '../schemas/answers.ts'
import { searchAnswer, searchQuery } from '../schemas/search.ts'
import { whenGone } from '../when-gone.ts'

export function searchRoute(
  server: HttpServer,
  parts: Parts<'database' | 'embedder' | 'vectorStore' | 'logger' | 'metrics'>,
): void {
  server.route({
    method: 'GET',
    url: '/search',
    schema: {
      operationId: 'search',
      tags: ['search'],
      summary: 'The moments at which something is said',
      querystring: searchQuery,
      response: { 200: searchAnswer, ...problems },
    },
    handler: async ({ query }, reply) => {
      const { q, limit, offset, mode, video, language, speaker, group } = query
      const answer = await searchMoments(
        {
          text: q,
          limit,
          offset,
          mode,
          videoIds: video,
          languages: language,
          speakers: speaker,
          groupByVideo: group === 'video',
        },
        parts(),
        whenGone(reply),
      )
      parts().metrics.observeSearch(answer)
      return renderSearchAnswer(answer, q)
    },
  })
}
