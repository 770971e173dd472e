import { wholeNumber } from '../kinds.ts'
import type { Setting } from '../setting.ts'

/** How much one process works on at the same time. */
export const jobsSettings = {
  transcribeJobs: {
    variable: 'CUEPOINT_TRANSCRIBE_JOBS',
    key: 'transcribe-jobs',
    kind: wholeNumber(0, 100),
    fallback: '1',
    meaning:
      'Videos whose speech this process has recognised (and whose speakers it tells apart) at the same time. A local model fills a machine with one; a service takes several. 0 leaves that to other processes.',
  },
  mediaJobs: {
    variable: 'CUEPOINT_MEDIA_JOBS',
    key: 'media-jobs',
    kind: wholeNumber(0, 100),
    fallback: '2',
    meaning:
      'Files that this process looks into at the same time, and half as many that it makes pictures of or converts. 0 leaves that to others.',
  },
  embedJobs: {
    variable: 'CUEPOINT_EMBED_JOBS',
    key: 'embed-jobs',
    kind: wholeNumber(0, 100),
    fallback: '1',
    meaning:
      'Videos that this process cuts into chunks and embeds at the same time. 0 leaves that to others.',
  },
} as const satisfies Record<string, Setting>
