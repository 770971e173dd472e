/** The query without what it says of speakers: `oven speaker:"Anna Schmidt"` → `oven`. */
export function withoutSpeakers(query: string): string {
  return query
    .replaceAll(/(?<!\S)speaker:(?:["“”„«»][^"“”„«»]*["“”«»]|[^\s"]+)/giu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
