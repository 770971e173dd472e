import { Option, type Command } from 'commander'
import type { Context } from '../context.ts'
import { eachVideo } from '../each-video.ts'
import { finishHere } from '../finish-here.ts'
import type { Library, ReindexScope } from '../library.ts'
import { print, printJson } from '../output.ts'
import { exitCodes } from '../exit-codes.ts'
import { isSwitchedOn } from '../settings-flags.ts'
import { waitForVectors } from '../wait-for-vectors.ts'

export function defineReindex(program: Command, context: Context): void {
  program
    .command('reindex')
    .description('index transcripts anew, after a change of the chunk length or the model')
    .argument('[id...]', 'videos; all when none is named')
    .addOption(
      new Option(
        '--scope <scope>',
        'chunks: cut and embed anew; embeddings: only what has no vector',
      )
        .choices(['chunks', 'embeddings'])
        .default('chunks'),
    )
    .option(
      '--vector-store',
      'fill the external vector store anew from the database, and compare the counts',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  cuepoint reindex\n  cuepoint reindex --scope embeddings\n  cuepoint reindex --vector-store',
    )
    .action(async (ids: string[], { scope }: { scope: ReindexScope }) => {
      await using library = await context.openLibrary()
      // The program sees the flag first, since it is that of a setting as well.
      if (isSwitchedOn(program, 'vector-store')) {
        await refill(library, context)
        return
      }
      // One that is not there is a mistake, not nothing to do.
      for (const id of ids) await library.video(id, context.signal)
      const videos = await library.reindex(scope, ids, context.signal)
      if (!context.json()) print(`indexing ${videos} ${videos === 1 ? 'video' : 'videos'}`)
      if (library.worker === 'here') {
        const query = { status: 'processing' }
        const inWork = await Array.fromAsync(eachVideo(library, query, context.signal))
        await finishHere(
          library,
          inWork.map(({ id }) => id),
          context,
        )
      }
      if (context.json()) printJson({ videos })
    })
}

async function refill(library: Library, context: Context): Promise<void> {
  const told = await library.refillVectors(context.signal)
  if (!context.json()) print(`telling the vector store of ${told} vectors`)
  const counts = await waitForVectors(library, context)
  if (context.json()) printJson(counts)
  else print(`the vector store has ${counts.vectors} vectors, the database ${counts.embedded}`)
  if (counts.vectors !== counts.embedded) process.exitCode = exitCodes.failure
}
