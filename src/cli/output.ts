import { stripVTControlCharacters } from 'node:util'

/** Results go to stdout, and nothing else does. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

/** Everything a person wants to know beside the result. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** Text from a library, fit for a terminal: titles and captions can carry escape sequences. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\s]+/gu, ' ')
}
