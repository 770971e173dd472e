import { UnsupportedMediaError } from '../../domain/errors.ts'
import { whatItIs } from './what-it-is.ts'

/** The error for a file that ffmpeg can do nothing with. `complaints` is what ffmpeg said. */
export async function notMedia(path: string, complaints: string, cause?: unknown) {
  const found = (await whatItIs(path)) ?? fromComplaints(complaints)
  return new UnsupportedMediaError(`Expected a video or sound file, found ${found}.`, {
    cause,
    remedy:
      'Choose another file; if it comes from a download or a recorder, make sure that it was finished.',
  })
}

/** The error for a file with tracks that cannot be decoded. */
export function notDecodable(what: string, complaints: string, cause?: unknown) {
  const reason = lastWords(complaints)
  return new UnsupportedMediaError(`${what} cannot be decoded${reason && `: ${reason}`}.`, {
    cause,
    remedy:
      'The file is damaged or of a kind that ffmpeg does not know; convert it or choose another one.',
  })
}

function fromComplaints(complaints: string): string {
  const refused = /\[([^\]@]+) @ [^\]]*\] Format not on whitelist/.exec(complaints)?.[1]?.trim()
  if (refused !== undefined) return `data of the kind ${refused}`
  return 'data that ffmpeg does not recognise'
}

/** The last line without addresses in memory and the path, which say nothing to a person. */
function lastWords(complaints: string): string {
  const line = complaints.split('\n').at(-1) ?? ''
  return line
    .replace(/^(\[[^\]]*\] )+/, '')
    .replace(/^file:.*: /, '')
    .replace(/\.$/, '')
}
