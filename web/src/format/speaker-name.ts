interface Spoken {
  /** The name that somebody gave, else the label. */
  readonly speaker?: string | null
  readonly speaker_label?: string | null
}

/** Who says it, for a person: `S2` is a voice that nobody has named yet. Null where nobody is known. */
export function speakerName({ speaker = null, speaker_label: label }: Spoken): string | null {
  if (speaker === null || speaker !== label) return speaker
  const [, number] = /^S(\d+)$/.exec(speaker) ?? []
  return number === undefined ? speaker : `Speaker ${number}`
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** A letter to tell speakers apart at a glance: the first of the name, or the number of a voice. */
export function speakerInitial(name: string): string {
  const [, number] = /^Speaker (\d+)$/.exec(name) ?? []
  if (number !== undefined) return number
  const [first] = segmenter.segment(name.trim())
  return (first?.segment ?? '').toLocaleUpperCase()
}
