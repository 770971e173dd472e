import { extname } from 'node:path'

/** What is taken out of a folder. A file that is named by itself is taken whatever it is called. */
const mediaExtensions = new Set(
  (
    '.mp4 .m4v .mov .mkv .webm .avi .ts .m2ts .mts .mpg .mpeg .wmv .flv .ogv .3gp ' +
    '.mp3 .m4a .aac .wav .flac .ogg .oga .opus .wma'
  ).split(' '),
)

export function isMediaName(path: string): boolean {
  return mediaExtensions.has(extname(path).toLowerCase())
}
