import { styleText } from 'node:util'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { InvalidInputError } from '../../domain/errors.ts'
import type { Context } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Library, Moment, SearchAnswer, SearchRequest } from '../library.ts'
import { note, plain, print, printJson } from '../output.ts'
import { renderSnippet } from '../render/snippet.ts'
import { clock } from '../render/time.ts'

type Options = Omit<SearchRequest, 'q'>

export function defineSearch(program: Command, context: Context): void {
  program
    .command('search')
    .description('find the moments where something was said')
    .argument('<query...>', 'words, "an exact phrase", -without')
    // A word to leave out starts with a dash like an option: so no option here has a name of one letter.
    .allowUnknownOption()
    .option('--limit <number>', 'most results, 1 to 200', numberIn(1, 200), 10)
    .option('--offset <number>', 'leave out so many of the best', numberIn(0, 100_000), 0)
    .addOption(
      new Option('--mode <mode>', 'what to search by')
        .choices(['hybrid', 'keyword', 'semantic'])
        .default('hybrid'),
    )
    .option('--video <id>', 'only in this video; repeat it for several', collect, [])
    .option(
      '--language <tag>',
      'only in videos of this language; repeat it for several',
      collect,
      [],
    )
    .option('--speaker <name>', 'only what they say; repeat it for several', collect, [])
    .addHelpText('after', examples)
    .action(async (words: string[], options: Options) => {
      refuseMisspelt(words)
      await using library = await context.openLibrary()
      const answer = await library.search({ ...options, q: words.join(' ') }, context.signal)
      if (context.json()) printJson(answer)
      else show(answer, library)
      if (answer.results.length === 0) process.exitCode = exitCodes.nothingFound
    })
}

const examples = `
Examples:
  cuepoint search "how bread rises"
  cuepoint search '"ask not what your country"'
  cuepoint search pricing -enterprise --language en --limit 3
  cuepoint search bread --speaker "Anna Schmidt"
  cuepoint search bread --video ID --video ID --offset 10
  cuepoint search "the part about pricing" --json | jq '.results[0].jump_to'

Ends with exit code 4 when nothing was found.`

/** A word cannot start with two dashes, but a wrong option does. */
function refuseMisspelt(words: readonly string[]): void {
  const option = words.find((word) => word.startsWith('--'))
  if (option === undefined) return
  throw new InvalidInputError(`cuepoint search has no option ${option}.`, {
    code: 'usage',
    remedy: 'See cuepoint search --help. A word to leave out has one dash.',
  })
}

function show(
  { results, legs, suggestions, speaker_suggestions: names, unfinished_videos: open }: SearchAnswer,
  { link }: Library,
): void {
  for (const moment of results) print(`${renderMoment(moment, link(moment.url))}\n`)
  if (results.length === 0) {
    const instead = suggestions.length > 0 ? ` Did you mean: ${suggestions.join(', ')}?` : ''
    note(`Nothing was found.${instead}`)
    if (names.length > 0)
      note(`Nobody of that name speaks here. There are: ${names.map(plain).join(', ')}.`)
    if (open > 0)
      note(
        `${open === 1 ? 'A video is' : `${open} videos are`} still being worked on: cuepoint status`,
      )
  }
  for (const [name, { state, reason }] of Object.entries(legs)) {
    if (state === 'failed' || state === 'partial') note(`${name}: ${reason ?? state}`)
  }
}

function renderMoment({ video, jump_to, snippet, speaker }: Moment, link: string | null): string {
  const who = speaker === null ? '' : `${plain(speaker)}: `
  return [
    `${styleText('cyan', clock(jump_to).padStart(8))}  ${styleText('bold', plain(video.title))}`,
    `          ${who}${renderSnippet(snippet)}`,
    `          ${styleText('dim', link ?? video.id)}`,
  ].join('\n')
}

function numberIn(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It has to be a whole number from ${least} to ${most}.`)
  }
}

function collect(value: string, values: readonly string[]): readonly string[] {
  return [...values, value]
}
