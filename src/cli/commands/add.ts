import type { Command } from 'commander'
import { collectAdditions } from '../collect-additions.ts'
import type { Context } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { finishHere } from '../finish-here.ts'
import type { Library, Video } from '../library.ts'
import { note, plain, print, printJson } from '../output.ts'
import { createProgress } from '../progress.ts'
import { uploadAll, type Added, type Refused } from '../upload-all.ts'

interface Options {
  readonly title?: string
  readonly language?: string
  readonly captions?: string
  readonly wait?: boolean
}

export function defineAdd(program: Command, context: Context): void {
  program
    .command('add')
    .description('add videos: files, folders, addresses, or the samples')
    .argument('<what...>', 'files, folders, http(s) addresses of media files, or the word samples')
    .option('--title <title>', 'title, when one video is added (else the file name)')
    .option('--language <tag>', 'what is spoken, such as en or ja (else it is detected)')
    .option('--captions <file>', 'SRT, WebVTT or ASS for the video, when one is added')
    .option('--wait', 'stay until everything is searchable, with progress')
    .option('--no-wait', 'do not stay, even when no server runs that would do the work')
    .addHelpText('after', help)
    .action(async (what: string[], options: Options) => {
      const additions = await collectAdditions(what, options)
      await using library = await context.openLibrary()
      const { added, refused } = await addEverything(library, additions, context)
      const ids = added.map(({ id }) => id)
      const videos = await finishHere(library, ids, context, options.wait)
      if (context.json()) printJson(asJson(added, refused, videos))
      if (refused.length > 0) process.exitCode = exitCodes.failure
    })
}

const help = `
Captions that lie beside a video are taken with it: talk.vtt, talk.srt or talk.en.srt for talk.mp4.
The same bytes are never added twice. A folder that is called samples is ./samples. Without --wait it returns at once when a server runs.

Examples:
  cuepoint add talk.mp4 --title "How bread rises" --language en
  cuepoint add ~/Videos/talks --wait
  cuepoint add https://example.org/talk.mp4
  cuepoint add samples`

async function addEverything(
  library: Library,
  additions: Awaited<ReturnType<typeof collectAdditions>>,
  context: Context,
): Promise<{ added: Added[]; refused: Refused[] }> {
  const added: Added[] = []
  const refused: Refused[] = []
  using progress = createProgress(context.json())
  if (additions.samples) {
    const { videos } = await library.addSamples(context.signal)
    for (const { id, title } of videos) added.push({ source: title, id, existing: false })
  }
  for await (const result of uploadAll(library, additions.uploads, progress, context.signal)) {
    if ('id' in result) added.push(result)
    else refused.push(result)
  }
  if (!context.json()) report(added, refused)
  return { added, refused }
}

function report(added: readonly Added[], refused: readonly Refused[]): void {
  for (const { source, id, existing } of added) {
    print(`${existing ? 'there already' : 'added'}  ${id}  ${plain(source)}`)
  }
  for (const { source, error } of refused) {
    note(`not added  ${plain(source)}: ${error.message} ${error.remedy ?? ''}`.trimEnd())
  }
}

function asJson(
  added: readonly Added[],
  refused: readonly Refused[],
  videos: readonly Video[],
): object {
  return {
    added: added.map((one) => ({ ...one, ...statusOf(one.id, videos) })),
    refused: refused.map(({ source, error: { code, message, remedy } }) => ({
      source,
      error: { code, message, ...(remedy === undefined ? {} : { remedy }) },
    })),
  }
}

function statusOf(id: string, videos: readonly Video[]): object {
  const video = videos.find((candidate) => candidate.id === id)
  return video ? { status: video.status } : {}
}
