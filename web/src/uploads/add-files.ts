import { recall } from '../app/memory.ts'
import { notify } from '../app/notices.ts'
import { createStore } from '../app/store.ts'
import type { FoundFile } from './found-files.ts'
import { keptName } from './kept-name.ts'

/** Who only searches does not load what uploads: it is needed by what an earlier visit left, and by new files. */
export const uploading = createStore({ isNeeded: (recall(keptName) ?? '[]') !== '[]' })

/** Uploads what is media among the files, and says what was left out. */
export async function addFiles(files: readonly FoundFile[]): Promise<void> {
  try {
    const [{ takeFiles }] = await Promise.all([
      import('./uploads.ts'),
      import('./uploads-tray.tsx'),
    ])
    uploading.change({ isNeeded: true })
    takeFiles(files)
  } catch {
    notify('The server cannot be reached to upload this. Add the files again when it is back.')
  }
}
