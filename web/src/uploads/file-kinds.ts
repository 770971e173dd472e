/** What is taken out of a folder, as on the command line. */
const mediaExtensions = new Set(
  (
    'mp4 m4v mov mkv webm avi ts m2ts mts mpg mpeg wmv flv ogv 3gp ' +
    'mp3 m4a aac wav flac ogg oga opus wma'
  ).split(' '),
)

export function isMedia(name: string): boolean {
  return mediaExtensions.has(/\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '')
}

export function isCaptions(name: string): boolean {
  return /\.(vtt|srt)$/i.test(name)
}

/** For the `accept` of a file input: the system's own kinds, and what it may not know as one. */
export const mediaAccept = [
  'video/*',
  'audio/*',
  ...[...mediaExtensions, 'vtt', 'srt'].map((extension) => `.${extension}`),
].join(',')

export const captionsAccept = '.vtt,.srt,text/vtt,application/x-subrip'
