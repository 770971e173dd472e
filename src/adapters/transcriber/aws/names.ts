import { temporaryFolder } from './bucket.ts'

/** The names of what one part of one request leaves at AWS for a while. They follow from the request alone. */
export interface PartNames {
  readonly job: string
  readonly audio: string
  readonly result: string
}

export function namesOf(requestKey: string, part: number, attempt: number): PartNames {
  const stem = `${part}-${attempt}`
  return {
    job: `cuepoint-${requestKey}-${stem}`,
    audio: `${folderOf(requestKey)}${stem}.flac`,
    result: `${folderOf(requestKey)}${stem}.json`,
  }
}

/** Where all objects of a request lie. */
export function folderOf(requestKey: string): string {
  return `${temporaryFolder}${requestKey}/`
}

/** The job that an object of ours belongs to; null for an object of another origin. */
export function jobOfObject(key: string): string | null {
  const match = /^cuepoint-transcribe\/([0-9a-zA-Z-]+)\/(\d+-\d+)\.(?:flac|json)$/.exec(key)
  return match ? `cuepoint-${match[1] ?? ''}-${match[2] ?? ''}` : null
}
