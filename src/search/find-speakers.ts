import { textWords } from '../domain/text-words.ts'
import type { Queryable } from '../ports/database.ts'
import { findPhrase } from './find-phrase.ts'
import { editDistance } from './suggest-words.ts'

/** Who speaks in a video: its id, a space, the label. The same as `chunk_speakers` in the database. */
export function speakerKey(videoId: string, label: string): string {
  return `${videoId} ${label}`
}

/**
 * The speakers that some names mean, as keys: those whose name or label has the words of one of them, one after another,
 * whatever their case and accents. Empty when nobody is meant.
 */
export async function findSpeakers(
  asked: readonly string[],
  videoIds: readonly string[] | null,
  { database }: { database: Queryable },
): Promise<string[]> {
  const meant = (await readKnown(videoIds, database)).filter((known) =>
    asked.some((name) => isMeant(known, name)),
  )
  if (meant.length === 0) return []
  const rows = await database.query<{ videoId: string; label: string }>(
    `select s.video_id as "videoId", s.label
       from speakers s
       join unnest($1::text[], $2::text[]) as meant (label, name)
         on s.label = meant.label and s.name is not distinct from meant.name
      where $3::uuid[] is null or s.video_id = any($3)`,
    [meant.map(({ label }) => label), meant.map(({ name }) => name), videoIds],
  )
  return rows.map(({ videoId, label }) => speakerKey(videoId, label))
}

/** Names of speakers that there are, those first that are written most like one that was asked for. */
export async function suggestSpeakers(
  asked: readonly string[],
  videoIds: readonly string[] | null,
  { database }: { database: Queryable },
): Promise<string[]> {
  const wanted = wordsOf(asked.join(' '))
  const distanceOf = (name: string) =>
    Math.min(
      ...wordsOf(name).flatMap((word) => wanted.map((other) => editDistance(word, other))),
      name.length,
    )
  const known = await readKnown(videoIds, database)
  const named = known.filter(({ label, name }) => name !== null || spelledOut(label) === null)
  // A voice without a name is somebody else in every video.
  const names = new Set((named.length > 0 ? named : known).map(shownName))
  return [...names]
    .map((name) => ({ name, distance: distanceOf(name) }))
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name, 'en'))
    .slice(0, suggestionsAtMost)
    .map(({ name }) => name)
}

const suggestionsAtMost = 5

interface KnownSpeaker {
  readonly label: string
  readonly name: string | null
}

/** `S1` of a thousand videos is one row. */
function readKnown(
  videoIds: readonly string[] | null,
  database: Queryable,
): Promise<KnownSpeaker[]> {
  return database.query<KnownSpeaker>(
    'select distinct label, name from speakers where $1::uuid[] is null or video_id = any($1)',
    [videoIds],
  )
}

function isMeant({ label, name }: KnownSpeaker, asked: string): boolean {
  const names = [label, name, spelledOut(label)].filter((known) => known !== null)
  // A name without a letter, such as an emoji, has no words.
  return names.some((known) => known === asked || findPhrase(known, asked).length > 0)
}

/** The web app shows a voice without a name so. */
function spelledOut(label: string): string | null {
  const [, number] = /^S(\d+)$/.exec(label) ?? []
  return number === undefined ? null : `Speaker ${number}`
}

function shownName({ label, name }: KnownSpeaker): string {
  return name ?? label
}

function wordsOf(text: string): string[] {
  return textWords(text).map(({ word }) => word)
}
