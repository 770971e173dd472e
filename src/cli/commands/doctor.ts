import { styleText } from 'node:util'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import type { SystemReport } from '../library.ts'
import { print, printJson } from '../output.ts'
import { renderCause } from '../render/status.ts'

type Part = SystemReport['parts'][number]

export function defineDoctor(program: Command, context: Context): void {
  program
    .command('doctor')
    .description('check every part and say what is missing and how to bring it')
    .addHelpText('after', '\nEnds with exit code 1 when a part has failed.')
    .action(async () => {
      await using library = await context.openLibrary()
      const report = await library.system(context.signal)
      if (context.json()) printJson(report)
      else show(report)
      if (report.parts.some(({ state }) => state === 'failed')) process.exitCode = exitCodes.failure
    })
}

function show({ version, mode, parts }: SystemReport): void {
  print(`Cuepoint ${version}, ${mode} mode, Node ${process.versions.node}`)
  for (const part of parts) {
    print(`${marks[part.state]} ${part.name.padEnd(11)} ${part.summary}`)
    if (part.problem) print(`  ${' '.repeat(11)} ${renderCause(part.problem)}`)
  }
}

const marks: Readonly<Record<Part['state'], string>> = {
  ok: styleText('green', '✓'),
  attention: styleText('yellow', '!'),
  failed: styleText('red', '✗'),
  off: styleText('dim', '-'),
}
