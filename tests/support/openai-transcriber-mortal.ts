import { readFile, writeFile } from 'node:fs/promises'
import { openToneTranscriber } from './openai-transcriber.ts'

/** A process that transcribes until it is killed: `openai-transcriber-mortal.ts URL SOUND MEMORY`. */
const [, , baseUrl = '', path = '', memoryFile = ''] = process.argv
const transcriber = openToneTranscriber(baseUrl)
const request = {
  ...{ path, durationSeconds: 95, language: null, resumeAtSeconds: 0, resumeLanguage: null },
  requestKey: 'of the test',
  memory: {
    read: async (): Promise<unknown> => JSON.parse(await readFile(memoryFile, 'utf8')),
    write: (value: object | null) => writeFile(memoryFile, JSON.stringify(value)),
    isWanted: () => Promise.resolve(true),
  },
}
for await (const piece of transcriber.transcribe(request, new AbortController().signal))
  process.send?.(piece.untilSeconds)
