import type { Cue, CueFile } from './cue.ts'
import { parseCueText } from './cue-text.ts'
import { parseTimestamp } from './timing.ts'

const usualFields = 'Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text'

/** Reads the dialogue of SubStation Alpha (SSA and ASS): comma-separated fields in the order that the file announces. */
export function parseAss(text: string): CueFile {
  const cues: Cue[] = []
  let fields = fieldNames(usualFields)
  let unreadable = 0
  let section = ''
  for (const line of text.split(/\r\n|\n|\r/)) {
    const [, keyword, rest = ''] = /^(Format|Dialogue):(.*)$/i.exec(line) ?? []
    if (line.startsWith('[')) section = line.trim().toLowerCase()
    else if (section !== '[events]' && section !== '') continue
    else if (keyword?.toLowerCase() === 'format') fields = fieldNames(rest)
    else if (keyword !== undefined) {
      const cue = parseDialogue(rest, fields)
      if (cue) cues.push(cue)
      else unreadable += 1
    }
  }
  return { cues, language: null, unreadable }
}

function fieldNames(line: string): string[] {
  return line.split(',').map((name) => name.trim().toLowerCase())
}

function parseDialogue(line: string, fields: readonly string[]): Cue | null {
  const values = splitFields(line, fields.length)
  const value = (name: string): string => values[fields.indexOf(name)] ?? ''
  const start = parseTimestamp(value('start').trim())
  const end = parseTimestamp(value('end').trim())
  if (start === null || end === null) return null
  const speaker = (value('name') || value('actor')).trim() || null
  const lines = parseCueText(spokenText(values.at(-1) ?? ''))
  return { start, end, lines: lines.map((it) => ({ ...it, speaker })) }
}

/** The last field is the text and may have commas. */
function splitFields(line: string, count: number): string[] {
  const values: string[] = []
  let from = 0
  while (values.length < count - 1) {
    const comma = line.indexOf(',', from)
    if (comma === -1) break
    values.push(line.slice(from, comma))
    from = comma + 1
  }
  return [...values, line.slice(from)]
}

/** Line breaks as such, no overrides, and none of the shapes that are drawn with letters after `{\p1}`. */
function spokenText(text: string): string {
  let isDrawing = false
  const spoken = text.split(/(\{[^{}]*\})/).map((part) => {
    if (!part.startsWith('{')) return isDrawing ? '' : part
    const scale = /\\p(\d)/.exec(part)?.[1]
    if (scale !== undefined) isDrawing = scale !== '0'
    return ''
  })
  return spoken.join('').replaceAll(/\\n/gi, '\n').replaceAll('\\h', ' ')
}
