import type { Group } from '../api/types.ts'

const mostOffered = 4

/**
 * The people who say most of what was found, where there are two at least: asking for the only one changes nothing. A
 * voice without a name (`S1`) is somebody else in every video and is not offered.
 */
export function offeredSpeakers(groups: readonly Group[]): string[] {
  const found = new Map<string, number>()
  for (const { speaker, speaker_label: label } of groups.flatMap(({ moments }) => moments)) {
    if (speaker === null || (speaker === label && /^S\d+$/.test(speaker))) continue
    found.set(speaker, (found.get(speaker) ?? 0) + 1)
  }
  if (found.size < 2) return []
  return [...found]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, mostOffered)
    .map(([name]) => name)
}
