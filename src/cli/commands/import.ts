import type { Command } from 'commander'
import { CuepointError, InvalidInputError } from '../../domain/errors.ts'
import type { Context } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { filesBelow } from '../files-below.ts'
import { finishHere } from '../finish-here.ts'
import { findSame } from '../import/find-same.ts'
import { languageTag } from '../import/language-tag.ts'
import { readTranscriptFile, type ImportOptions } from '../import/read-transcript-file.ts'
import type { Library } from '../library.ts'
import { note, plain, print, printJson } from '../output.ts'

interface Options extends ImportOptions {
  readonly skipUnreadable?: boolean
}

interface Refused {
  readonly source: string
  readonly error: CuepointError
}

export function defineImport(program: Command, context: Context): void {
  program
    .command('import')
    .description('add finished transcripts (JSON) of videos that live elsewhere')
    .argument('<path...>', 'JSON files, or folders of them')
    .option(
      '--title <title>',
      'title, when one file is imported (else as the file says or is called)',
    )
    .option('--url <address>', 'where the video can be watched, when one file is imported')
    .option('--language <tag>', 'what is spoken, such as en or ja (else as the file says)')
    .option('--skip-unreadable', 'import the other files when some cannot be read')
    .addHelpText('after', help)
    .action(async (paths: string[], options: Options) => {
      const files = await findTranscripts(paths, options)
      const { readable, refused } = await readAll(files, options, context)
      const isWhole = refused.length === 0 || options.skipUnreadable === true
      if (isWhole && readable.length > 0) await importAll(readable, refused, options, context)
      else if (context.json()) printJson(asJson([], refused))
      if (!isWhole)
        note('Nothing was imported. Mend these files, or leave them out with --skip-unreadable.')
      if (refused.length > 0) process.exitCode = exitCodes.failure
    })
}

const help = `
Understands the JSON of Whisper, faster-whisper, WhisperX, whisper.cpp (-oj, -ojf), transformers and OpenAI (verbose_json),
what "cuepoint export --format json" writes, and plain lists of segments: { "start", "end" or "duration", "text" } with
seconds or times such as 00:00:01,500. A file becomes one video, whole or not at all; all files are read before the first
is imported. The same transcript is never imported twice.

Examples:
  cuepoint import talk.json --title "How bread rises" --url https://example.org/talk
  cuepoint import transcripts/ --language en`

async function findTranscripts(paths: readonly string[], options: Options): Promise<string[]> {
  const files: string[] = []
  for (const path of paths) files.push(...(await filesBelow(path, isJson)))
  if (files.length === 0) {
    throw new InvalidInputError(`There is no JSON file in ${paths.join(', ')}.`)
  }
  if (files.length > 1 && (options.title !== undefined || options.url !== undefined)) {
    throw new InvalidInputError(
      `--title and --url are for one file, and there are ${files.length}.`,
      {
        code: 'usage',
      },
    )
  }
  if (options.language !== undefined && languageTag(options.language) === undefined) {
    throw new InvalidInputError(
      `--language has to be a tag such as en or ja, not ${options.language}.`,
      {
        code: 'usage',
      },
    )
  }
  return files
}

function isJson(path: string): boolean {
  return path.toLowerCase().endsWith('.json')
}

/** Nothing is imported yet: importing again after a half would make the first half twice. */
async function readAll(
  files: readonly string[],
  options: Options,
  { signal, json }: Context,
): Promise<{ readable: string[]; refused: Refused[] }> {
  const readable: string[] = []
  const refused: Refused[] = []
  for (const source of files) {
    signal.throwIfAborted()
    try {
      await readTranscriptFile(source, options)
      readable.push(source)
    } catch (error) {
      if (!(error instanceof CuepointError)) throw error
      refused.push({ source, error })
      if (!json()) note(`not imported  ${plain(source)}: ${plain(error.message)}`)
    }
  }
  return { readable, refused }
}

interface Imported {
  readonly source: string
  readonly id: string
  readonly title: string
  /** The same transcript was in the library already. */
  readonly existing: boolean
}

async function importAll(
  files: readonly string[],
  refused: readonly Refused[],
  options: Options,
  context: Context,
): Promise<void> {
  await using library = await context.openLibrary()
  const imported: Imported[] = []
  try {
    for (const source of files) imported.push(await importOne(source, library, options, context))
    await finishHere(
      library,
      imported.map(({ id }) => id),
      context,
    )
  } finally {
    // Whoever stops it in the middle has to know what is there already.
    if (context.json()) printJson(asJson(imported, refused))
  }
}

async function importOne(
  source: string,
  library: Library,
  options: Options,
  { signal, json }: Context,
): Promise<Imported> {
  const video = await readTranscriptFile(source, options)
  const same = await findSame(video, library, signal)
  const id = same ?? (await library.importVideo(video, signal)).id
  const existing = same !== null
  if (!json()) print(`${existing ? 'there already' : 'imported'}  ${id}  ${plain(video.title)}`)
  return { source, id, title: video.title, existing }
}

function asJson(imported: readonly Imported[], refused: readonly Refused[]): object {
  return {
    imported,
    refused: refused.map(({ source, error: { code, message } }) => ({
      source,
      error: { code, message },
    })),
  }
}
