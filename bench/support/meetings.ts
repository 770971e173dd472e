import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'

/** Where the questions, the recordings and the weights lie that are too large for the repository. */
export const sharedFolder = process.env['CUEPOINT_SHARED'] ?? resolve('../shared')

const meeting = z.object({ meeting_transcripts: z.array(z.object({ content: z.string() })) })

/** Words of real meetings (QMSum), one meeting after the other. */
export async function meetingWords(): Promise<string[]> {
  const lines = (await readFile(join(sharedFolder, 'eval/qmsum/val.jsonl'), 'utf8')).trim()
  return lines
    .split('\n')
    .flatMap((line) => meeting.parse(JSON.parse(line)).meeting_transcripts)
    .flatMap(({ content }) => content.split(/\s+/))
    .filter((word) => word !== '')
}
