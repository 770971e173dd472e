import type { Video } from '../api/types.ts'
import { notify } from '../app/notices.ts'
import { counted } from '../format/words.ts'
import { zipOf, type ZipEntry } from './zip.ts'

export const formats = [
  { extension: 'vtt', name: 'WebVTT' },
  { extension: 'srt', name: 'SubRip' },
  { extension: 'txt', name: 'Plain text' },
  { extension: 'json', name: 'JSON with times' },
] as const

export type Extension = (typeof formats)[number]['extension']

export function transcriptAddress({ id }: Video, extension: Extension): string {
  return `/videos/${id}/transcript${extension === 'json' ? '' : `.${extension}`}`
}

/** A title as the name of a file on any system. */
export function fileNameOf(title: string, extension: string): string {
  const clean = title
    .replaceAll(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  return `${Array.from(clean).slice(0, 120).join('').trim() || 'Untitled'}.${extension}`
}

/** Names that come twice are numbered, case aside: not every disk tells capitals from small letters. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const [, stem = name, extension = ''] = /^(.*)(\.[^.]+)$/.exec(name) ?? []
    let free = name
    for (let number = 2; taken.has(free.toLowerCase()); number++)
      free = `${stem} (${number})${extension}`
    taken.add(free.toLowerCase())
    return free
  })
}

/** Saves the transcripts of several videos as one zip; those that have none are named. */
export async function exportTranscripts(
  videos: readonly Video[],
  extension: Extension,
): Promise<void> {
  const names = distinctNames(videos.map(({ title }) => fileNameOf(title, extension)))
  const entries: ZipEntry[] = []
  let missing = 0
  for (const [index, video] of videos.entries()) {
    const text = await transcriptOf(video, extension)
    if (text === null) missing++
    else entries.push({ name: names[index] ?? video.id, text })
  }
  if (entries.length > 0) save(zipOf(entries), `Transcripts.zip`)
  const without = missing > 0 ? ` ${counted(missing, 'video')} without one left out.` : ''
  notify(
    entries.length > 0
      ? `${counted(entries.length, 'transcript')} saved.${without}`
      : 'None of these videos has a transcript yet.',
    { seconds: 6 },
  )
}

async function transcriptOf(video: Video, extension: Extension): Promise<string | null> {
  try {
    const answer = await fetch(transcriptAddress(video, extension), { headers: { accept: '*/*' } })
    return answer.ok ? await answer.text() : null
  } catch {
    return null
  }
}

function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser reads it after the click; a minute is enough to begin.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
