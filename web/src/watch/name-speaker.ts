import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { answerOf, api } from '../api/client.ts'
import { transcriptQuery } from '../api/queries.ts'
import { notify } from '../app/notices.ts'

/** Names a speaker everywhere in a video; null takes the name back. */
export type NameSpeaker = (label: string, name: string | null) => void

/** The page shows the new name at once, and the old one again if it could not be saved. */
export function useNameSpeaker(videoId: string): NameSpeaker {
  const client = useQueryClient()
  const save = async (label: string, name: string | null, isUndo: boolean): Promise<void> => {
    const before = showName(client, videoId, label, name)
    try {
      const path = { id: videoId, label }
      const call = api.PATCH('/videos/{id}/speakers/{label}', { params: { path }, body: { name } })
      const saved = await answerOf(call)
      showName(client, videoId, label, saved.name)
      void client.invalidateQueries({ queryKey: ['search'] })
      if (isUndo) return
      notify(name === null ? 'The name is taken back.' : `“${name}” in this whole video now.`, {
        action: { label: 'Undo', run: () => void save(label, before, true) },
      })
    } catch (error) {
      showName(client, videoId, label, before)
      const reason = error instanceof Error ? error.message : String(error)
      notify(`The speaker could not be named. ${reason}`, { seconds: 8 })
    }
  }
  return (label, name) => void save(label, name, false)
}

/** Gives the name that was shown before, null where it was the label. */
function showName(
  client: QueryClient,
  videoId: string,
  label: string,
  name: string | null,
): string | null {
  const { queryKey } = transcriptQuery(videoId)
  const shown = client.getQueryData(queryKey)
  const before = shown?.segments.find((segment) => segment.speaker_label === label)?.speaker
  client.setQueryData(
    queryKey,
    (transcript) =>
      transcript && {
        ...transcript,
        segments: transcript.segments.map((segment) =>
          segment.speaker_label === label ? { ...segment, speaker: name ?? label } : segment,
        ),
      },
  )
  return before === undefined || before === label ? null : before
}
