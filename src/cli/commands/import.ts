import type { Command } from 'commander'
import { CuepointError, InvalidInputError } from '../../domain/errors.ts'
import type { Context } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { finishHere } from '../finish-here.ts'
import { findSame } from '../import/find-same.ts'
import { languageTag } from '../import/language-tag.ts'
import { findSources, type Source, type Sources } from '../import/find-sources.ts'
import type { IndexFacts } from '../import/index-facts.ts'
import type { ImportOptions } from '../import/read-transcript-file.ts'
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
      const { sources, indexes } = await findTranscripts(paths, options)
      const { readable, refused } = await readAll(sources, options, context)
      if (!context.json()) for (const index of indexes) note(leftBehind(index))
      const isWhole = refused.length === 0 || options.skipUnreadable === true
      if (isWhole && readable.length > 0)
        await importAll({ sources: readable, indexes }, refused, options, context)
      else if (context.json()) printJson(asJson([], refused, indexes))
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

A folder with an index of FAISS (.faiss, .index) and a JSON table beside it, which says for each position the video, start,
end and text, gives the videos of the table; one that has a transcript of its own in the folder is taken from that. Texts
and times are imported and embedded anew; the vectors of the index are not taken over.

Examples:
  cuepoint import talk.json --title "How bread rises" --url https://example.org/talk
  cuepoint import transcripts/ --language en`

async function findTranscripts(paths: readonly string[], options: Options): Promise<Sources> {
  const found = await findSources(paths)
  const { length } = found.sources
  if (length === 0) {
    throw new InvalidInputError(`There is no JSON file in ${paths.join(', ')}.`)
  }
  if (length > 1 && (options.title !== undefined || options.url !== undefined)) {
    throw new InvalidInputError(`--title and --url are for one file, and there are ${length}.`, {
      code: 'usage',
    })
  }
  if (options.language !== undefined && languageTag(options.language) === undefined) {
    throw new InvalidInputError(
      `--language has to be a tag such as en or ja, not ${options.language}.`,
      {
        code: 'usage',
      },
    )
  }
  return found
}

function leftBehind({ source, vectors, dimensions }: IndexFacts): string {
  const what =
    vectors === null ? 'no index of FAISS' : `${vectors} vectors of ${dimensions} dimensions`
  return `not taken over  ${plain(source)}: ${what}; texts are embedded anew`
}

/** Nothing is imported yet: importing again after a half would make the first half twice. */
async function readAll(
  sources: readonly Source[],
  options: Options,
  { signal, json }: Context,
): Promise<{ readable: Source[]; refused: Refused[] }> {
  const readable: Source[] = []
  const refused: Refused[] = []
  for (const source of sources) {
    signal.throwIfAborted()
    try {
      await source.read(options)
      readable.push(source)
    } catch (error) {
      if (!(error instanceof CuepointError)) throw error
      refused.push({ source: source.name, error })
      if (!json()) note(`not imported  ${plain(source.name)}: ${plain(error.message)}`)
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
  { sources, indexes }: Sources,
  refused: readonly Refused[],
  options: Options,
  context: Context,
): Promise<void> {
  await using library = await context.openLibrary()
  const imported: Imported[] = []
  try {
    for (const source of sources) imported.push(await importOne(source, library, options, context))
    await finishHere(
      library,
      imported.map(({ id }) => id),
      context,
    )
  } finally {
    // Whoever stops it in the middle has to know what is there already.
    if (context.json()) printJson(asJson(imported, refused, indexes))
  }
}

async function importOne(
  source: Source,
  library: Library,
  options: Options,
  { signal, json }: Context,
): Promise<Imported> {
  const video = await source.read(options)
  const same = await findSame(video, library, signal)
  const id = same ?? (await library.importVideo(video, signal)).id
  const existing = same !== null
  if (!json()) print(`${existing ? 'there already' : 'imported'}  ${id}  ${plain(video.title)}`)
  return { source: source.name, id, title: video.title, existing }
}

function asJson(
  imported: readonly Imported[],
  refused: readonly Refused[],
  indexes: readonly IndexFacts[],
): object {
  return {
    imported,
    /** Of FAISS; their vectors are not taken over. */
    indexes,
    refused: refused.map(({ source, error: { code, message } }) => ({
      source,
      error: { code, message },
    })),
  }
}
