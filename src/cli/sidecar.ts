import { extname } from 'node:path'

/** Captions beside a video. */
export interface Sidecar {
  readonly fileName: string
  /** From the name (`talk.en.srt`), null when it has none. */
  readonly language: string | null
}

export function isCaptions(path: string): boolean {
  return /\.(vtt|srt|ass|ssa)$/i.test(path)
}

/**
 * The captions of `videoName` among the names of its folder: `talk.vtt`, `talk.en.srt`, `talk.pt-BR.sdh.vtt`. The
 * language asked for comes first, then a file without a language, then English, then the first by name.
 */
export function findSidecar(
  videoName: string,
  names: readonly string[],
  language: string | undefined,
): Sidecar | null {
  const stem = videoName.slice(0, videoName.length - extname(videoName).length)
  const order = [language ?? null, null, 'en']
  const rank = (sidecar: Sidecar): number =>
    order.includes(sidecar.language) ? order.indexOf(sidecar.language) : order.length
  const sidecars = names
    .filter((name) => isCaptions(name) && name.startsWith(`${stem}.`))
    .flatMap((name): Sidecar[] => {
      const middle = name.slice(stem.length, -4)
      if (middle === '') return [{ fileName: name, language: null }]
      const tag = /^\.([a-z]{2,3}(?:-[a-z0-9]{2,8})*)(?:\.(?:sdh|cc|hi))?$/i.exec(middle)?.[1]
      return tag === undefined ? [] : [{ fileName: name, language: tag }]
    })
    .sort((a, b) => rank(a) - rank(b) || a.fileName.localeCompare(b.fileName))
  return sidecars[0] ?? null
}
