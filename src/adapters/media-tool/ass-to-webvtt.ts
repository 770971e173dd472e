/**
 * Turns ASS, to which ffmpeg decodes every kind of subtitle text, into WebVTT with clean words: no styles, positions or karaoke
 * times, no outlines of drawings. The actor of a line is kept as its speaker. ffmpeg's own WebVTT keeps drawings and
 * `\h`, and does not escape.
 */
export function assToWebVtt(ass: string): string {
  const cues = ass.split(/\r?\n/).map(parseDialogue)
  return ['WEBVTT', ...cues.filter((cue) => cue !== null)].join('\n\n') + '\n'
}

/** ffmpeg writes the fields always in this order: Layer, Start, End, Style, Name, three margins, Effect, Text. */
const dialogue = /^Dialogue: [^,]*,([^,]+),([^,]+),[^,]*,([^,]*),[^,]*,[^,]*,[^,]*,[^,]*,(.*)$/

function parseDialogue(line: string): string | null {
  const [, start, end, actor, written] = dialogue.exec(line) ?? []
  if (!start || !end || actor === undefined || written === undefined) return null
  const text = cleanText(written)
  if (text === '') return null
  const voice = actor.trim() === '' ? '' : `<v ${escape(actor.trim())}>`
  return `${timestamp(start)} --> ${timestamp(end)}\n${voice}${escape(text)}`
}

/** `0:00:01.50` → `00:00:01.500` */
function timestamp(time: string): string {
  const [hours = '0', minutes = '0', seconds = '0'] = time.trim().split(':')
  return `${hours.padStart(2, '0')}:${minutes}:${Number(seconds).toFixed(3).padStart(6, '0')}`
}

function cleanText(written: string): string {
  let isDrawing = false
  const spoken = written.split(/((?<!\\)\{[^}]*\})/).filter((part) => {
    if (!part.startsWith('{') || !part.endsWith('}')) return !isDrawing
    // `\p1` starts a drawing and `\p0` ends it; `\pos` is something else.
    const scale = [...part.matchAll(/\\p(\d+)/g)].at(-1)?.[1]
    if (scale !== undefined) isDrawing = Number(scale) > 0
    return false
  })
  return (
    spoken
      .join('')
      .replaceAll(/\\[Nn]/g, '\n')
      .replaceAll('\\h', ' ')
      // How ffmpeg keeps braces and backslashes of other formats apart from ASS's own.
      .replaceAll(/\\([{}])/g, '$1')
      .replaceAll('\\\u2060', '\\')
      // A blank line would end the cue.
      .replaceAll(/\s*\n\s*/g, '\n')
      .trim()
  )
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
