import type { Logger } from '../ports/logger.ts'
import type { ModelRow } from './model.ts'
import type { Progress } from './shared-downloads.ts'

/** Writes a download into the log: its begin, every tenth of it, its end. */
export function progressLog(logger: Logger, { key, repo }: ModelRow) {
  let nextTenth = 0
  return {
    progress({ doneBytes, totalBytes }: Progress): void {
      const tenth = Math.floor((10 * doneBytes) / totalBytes)
      if (tenth < nextTenth) return
      nextTenth = tenth + 1
      logger.info({ model: key, repo, doneBytes, totalBytes }, 'downloading model')
    },
    done(folder: string): void {
      logger.info({ model: key, folder }, 'model is there')
    },
    failed(error: Error): void {
      logger.warn({ model: key, error }, 'model could not be downloaded')
    },
  }
}
