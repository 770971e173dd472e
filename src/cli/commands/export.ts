import { writeFile } from 'node:fs/promises'
import { Option, type Command } from 'commander'
import type { Context } from '../context.ts'
import { fileError } from '../file-error.ts'
import { note } from '../output.ts'

interface Options {
  readonly format: 'vtt' | 'srt' | 'txt' | 'json'
  readonly output?: string
}

export function defineExport(program: Command, context: Context): void {
  program
    .command('export')
    .description('write the transcript of a video')
    .argument('<id>', 'a video')
    .addOption(
      new Option('--format <format>', 'captions (vtt, srt), plain text or the API’s JSON')
        .choices(['vtt', 'srt', 'txt', 'json'])
        .default('vtt'),
    )
    .option('-o, --output <file>', 'write to a file instead of stdout')
    .addHelpText('after', '\nExample:\n  cuepoint export ID --format srt --output talk.srt')
    .action(async (id: string, { format, output }: Options) => {
      await using library = await context.openLibrary()
      // `--json` asks every command for JSON.
      const text =
        format === 'json' || context.json()
          ? `${JSON.stringify(await library.transcript(id, context.signal), null, 2)}\n`
          : await library.transcriptText(id, format, context.signal)
      if (output === undefined) {
        process.stdout.write(text)
        return
      }
      await writeFile(output, text).catch((error: unknown) => {
        throw fileError(output, error)
      })
      note(`Written to ${output}`)
    })
}
