import { isCaptions, isMedia } from './file-kinds.ts'
import type { FoundFile } from './found-files.ts'

/** A file to upload, and the captions that lay beside it. */
export interface MediaFile extends FoundFile {
  readonly captions: { readonly file: File; readonly language: string | null } | null
}

export interface SortedFiles {
  readonly media: readonly MediaFile[]
  /** Captions whose video is not among the files. */
  readonly loneCaptions: readonly FoundFile[]
  /** Neither media nor captions. */
  readonly others: readonly FoundFile[]
}

/** Which of the files are media, and which captions belong to which: the rules of the command line. */
export function sortFiles(files: readonly FoundFile[]): SortedFiles {
  const captions = files.filter(({ path }) => isCaptions(path))
  const media = files.filter(({ path, file }) => isTaken(path, file, files)).map(withCaptions)
  const taken = new Set(media.flatMap(({ file, captions: own }) => [file, own?.file]))
  const stems = new Set(media.map(({ path }) => stemOf(path)))
  return {
    media,
    // The other languages of a video that has captions now are no reason to complain.
    loneCaptions: captions.filter(
      ({ path, file }) => !taken.has(file) && !prefixesOf(path).some((stem) => stems.has(stem)),
    ),
    others: files.filter(({ path, file }) => !isCaptions(path) && !taken.has(file)),
  }

  function withCaptions(item: FoundFile): MediaFile {
    return { ...item, captions: captionsFor(item.path, captions) }
  }
}

/** One file that somebody names by itself is taken whatever it is called: the server knows more kinds than this page. */
function isTaken(path: string, file: File, files: readonly FoundFile[]): boolean {
  if (isCaptions(path)) return false
  const isAlone = files.length === 1 && !path.includes('/')
  return isMedia(path) || isAlone || (!path.includes('/') && /^(video|audio)\//.test(file.type))
}

/**
 * The captions of a video in the same folder: `talk.vtt`, `talk.en.srt`, `talk.pt-BR.sdh.vtt`. A file without a
 * language comes first, then English, then the first by name.
 */
function captionsFor(path: string, captions: readonly FoundFile[]): MediaFile['captions'] {
  const stem = stemOf(path)
  const rank = (language: string | null) => (language === null ? 0 : language === 'en' ? 1 : 2)
  const [best] = captions
    .filter((candidate) => candidate.path.startsWith(`${stem}.`))
    .flatMap(({ path: name, file }): { name: string; file: File; language: string | null }[] => {
      const middle = name.slice(stem.length, -4)
      if (middle === '') return [{ name, file, language: null }]
      const tag = /^\.([a-z]{2,3}(?:-[a-z0-9]{2,8})*)(?:\.(?:sdh|cc|hi))?$/i.exec(middle)?.[1]
      return tag === undefined ? [] : [{ name, file, language: tag }]
    })
    .sort((a, b) => rank(a.language) - rank(b.language) || a.name.localeCompare(b.name))
  return best ? { file: best.file, language: best.language } : null
}

function stemOf(path: string): string {
  return path.replace(/\.[^./]*$/, '')
}

/** `talk.en.srt` → `talk.en`, `talk`. */
function prefixesOf(path: string): string[] {
  const stem = stemOf(path)
  return stem === path ? [] : [stem, ...prefixesOf(stem)]
}
