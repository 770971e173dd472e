import { useQueryClient } from '@tanstack/react-query'
import { answerOf, api } from '../api/client.ts'
import { takeVideo } from '../api/live-events.ts'
import type { Video } from '../api/types.ts'
import { notify } from '../app/notices.ts'
import { counted } from '../format/words.ts'
import { putCaptions } from '../uploads/put-captions.ts'

export interface VideoActions {
  readonly rename: (video: Video, title: string) => Promise<void>
  readonly retry: (video: Video) => Promise<void>
  readonly recogniseAnew: (video: Video) => Promise<void>
  readonly replaceCaptions: (video: Video, captions: File) => Promise<void>
  /** What failed runs again; what is ready is cut and indexed anew. */
  readonly processAgain: (videos: readonly Video[]) => Promise<void>
}

/** What can be done with videos. A failure is told by a notice, and the list shows what the server says. */
export function useVideoActions(): VideoActions {
  const client = useQueryClient()
  const attempt = async (what: string, call: () => Promise<unknown>): Promise<void> => {
    try {
      await call()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      notify(`${what} ${reason}`, { seconds: 8 })
      await client.invalidateQueries({ queryKey: ['videos'] })
    }
  }
  const retry = (id: string, speech: boolean) =>
    answerOf(api.POST('/videos/{id}/retry', { params: { path: { id } }, body: { speech } }))

  return {
    rename: (video, title) =>
      attempt('The title could not be changed.', async () => {
        takeVideo(client, { ...video, title })
        const call = api.PATCH('/videos/{id}', {
          params: { path: { id: video.id } },
          body: { title },
        })
        takeVideo(client, await answerOf(call))
      }),
    retry: ({ id }) =>
      attempt('It could not be tried again.', async () =>
        takeVideo(client, await retry(id, false)),
      ),
    recogniseAnew: ({ id }) =>
      attempt('The speech cannot be recognised.', async () =>
        takeVideo(client, await retry(id, true)),
      ),
    replaceCaptions: ({ id, title }, captions) =>
      attempt('The captions were not taken.', async () => {
        await putCaptions(id, captions)
        notify(`“${title}” has the captions of ${captions.name} now.`)
      }),
    processAgain: (videos) =>
      attempt('They could not be processed again.', async () => {
        const failed = videos.filter(({ status }) => status.status === 'failed')
        const ready = videos.filter(({ status }) => status.status === 'ready')
        for (const { id } of failed) takeVideo(client, await retry(id, false))
        if (ready.length > 0) {
          const call = api.POST('/reindex', {
            body: { scope: 'chunks', videos: ready.map(({ id }) => id) },
          })
          await answerOf(call)
        }
        notify(`${counted(failed.length + ready.length, 'video')} in work again.`)
        await client.invalidateQueries({ queryKey: ['videos'] })
      }),
  }
}
