import { ApiError } from '../api/api-error.ts'
import { answerOf, api } from '../api/client.ts'
import { queryClient } from '../api/query-client.ts'
import type { Video } from '../api/types.ts'
import { notify } from '../app/notices.ts'
import { createStore } from '../app/store.ts'
import { counted } from '../format/words.ts'

/** Time to think again. */
const undoSeconds = 10
/** A hundred at once would keep the server from everything else. */
const atOnce = 4

/** Videos that are to go; they are still there until the time to undo is over. */
export const deletions = createStore<{ ids: ReadonlySet<string> }>({ ids: new Set() })

/** Deletes videos after some seconds in which it can be undone; at once when the page is left before. */
export function deleteLater(videos: readonly Video[]): void {
  const ids = videos.map(({ id }) => id)
  const decided = new AbortController()
  mark(ids)
  window.addEventListener(
    'pagehide',
    () => {
      for (const id of stillGoing(ids))
        void fetch(`/videos/${id}`, { method: 'DELETE', keepalive: true })
    },
    { signal: decided.signal },
  )
  notify(`${named(videos)} will be deleted.`, {
    seconds: undoSeconds,
    action: {
      label: 'Undo',
      run: () => {
        decided.abort()
        unmark(ids)
      },
    },
    onLapse: () => {
      decided.abort()
      void deleteNow(stillGoing(ids))
    },
  })
}

/** Takes back one video that is to go. */
export function keepVideo(id: string): void {
  unmark([id])
}

async function deleteNow(ids: readonly string[]): Promise<void> {
  const rest = [...ids]
  const failures: string[] = []
  const work = async (): Promise<void> => {
    for (let id = rest.shift(); id !== undefined; id = rest.shift()) {
      const failure = await deleteOne(id)
      if (failure === null) continue
      failures.push(failure)
      unmark([id])
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  await queryClient.invalidateQueries()
  const [first] = failures
  if (first === undefined) return
  notify(`${counted(failures.length, 'video')} could not be deleted. ${first}`, { seconds: 8 })
}

/** Why it failed, null when the video is gone. */
async function deleteOne(id: string): Promise<string | null> {
  try {
    await answerOf(api.DELETE('/videos/{id}', { params: { path: { id } } }))
  } catch (error) {
    // Somebody else was quicker.
    const isGone = error instanceof ApiError && error.status === 404
    if (!isGone) return error instanceof Error ? error.message : String(error)
  }
  queryClient.removeQueries({ queryKey: ['video', id] })
  return null
}

function stillGoing(ids: readonly string[]): string[] {
  return ids.filter((id) => deletions.get().ids.has(id))
}

function mark(ids: readonly string[]): void {
  deletions.change({ ids: new Set([...deletions.get().ids, ...ids]) })
}

function unmark(ids: readonly string[]): void {
  deletions.change({ ids: new Set([...deletions.get().ids].filter((id) => !ids.includes(id))) })
}

function named(videos: readonly Video[]): string {
  const [only] = videos
  if (videos.length !== 1 || !only) return counted(videos.length, 'video')
  const letters = Array.from(only.title)
  return `“${letters.length > 60 ? `${letters.slice(0, 59).join('')}…` : only.title}”`
}
