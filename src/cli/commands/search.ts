import { styleText } from 'node:util'
import { InvalidArgumentError, Option, type Command } from 'commander'
import type { Context } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Moment, SearchAnswer, SearchRequest } from '../library.ts'
import { note, plain, print, printJson } from '../output.ts'
import { renderSnippet } from '../render/snippet.ts'
import { clock } from '../render/time.ts'

type Options = Omit<SearchRequest, 'q'>

export function defineSearch(program: Command, context: Context): void {
  program
    .command('search')
    .description('find the moments where something was said')
    .argument('<query...>', 'words, "an exact phrase", -without')
    .option('-n, --limit <number>', 'most results', wholeNumber, 10)
    .addOption(
      new Option('--mode <mode>', 'what to search by')
        .choices(['hybrid', 'keyword', 'semantic'])
        .default('hybrid'),
    )
    .option('--video <id...>', 'only in these videos', [])
    .option('--language <tag...>', 'only in videos of these languages', [])
    .addHelpText('after', examples)
    .action(async (words: string[], options: Options) => {
      await using library = await context.openLibrary()
      const answer = await library.search({ ...options, q: words.join(' ') }, context.signal)
      if (context.json()) printJson(answer)
      else show(answer)
      if (answer.results.length === 0) process.exitCode = exitCodes.nothingFound
    })
}

const examples = `
Examples:
  cuepoint search "how bread rises"
  cuepoint search '"ask not what your country"'
  cuepoint search pricing -enterprise --language en --limit 3
  cuepoint search "the part about pricing" --json | jq '.results[0].jump_to'

Ends with exit code 4 when nothing was found.`

function show({ results, legs, suggestions }: SearchAnswer): void {
  for (const moment of results) print(`${renderMoment(moment)}\n`)
  if (results.length === 0) {
    const instead = suggestions.length > 0 ? ` Did you mean: ${suggestions.join(', ')}?` : ''
    note(`Nothing was found.${instead}`)
  }
  for (const [name, { state, reason }] of Object.entries(legs)) {
    if (state === 'failed' || state === 'partial') note(`${name}: ${reason ?? state}`)
  }
}

function renderMoment({ video, jump_to, snippet, url, speaker }: Moment): string {
  const who = speaker === null ? '' : `${plain(speaker)}: `
  return [
    `${styleText('cyan', clock(jump_to).padStart(8))}  ${styleText('bold', plain(video.title))}`,
    `          ${who}${renderSnippet(snippet)}`,
    `          ${styleText('dim', url)}`,
  ].join('\n')
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It has to be a whole number from 1 on.')
}
