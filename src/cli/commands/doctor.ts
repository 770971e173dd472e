import { styleText } from 'node:util'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Repair, SystemReport } from '../library.ts'
import { print, printJson } from '../output.ts'
import { renderCause } from '../render/status.ts'
import { waitForVectors } from '../wait-for-vectors.ts'

type Part = SystemReport['parts'][number]

export function defineDoctor(program: Command, context: Context): void {
  program
    .command('doctor')
    .description('check every part and say what is missing and how to bring it')
    .option('--fix', 'send jobs that got lost and bring an external vector store in step')
    .addHelpText('after', '\nEnds with exit code 1 when a part has failed.')
    .action(async ({ fix = false }: { fix?: boolean }) => {
      await using library = await context.openLibrary()
      const repair = fix ? await library.repair(context.signal) : null
      if (repair?.vectors) await waitForVectors(library, context)
      const report = await library.system(context.signal)
      if (context.json()) printJson(repair ? { ...report, repair } : report)
      else show(report)
      if (repair && !context.json()) showRepair(repair)
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

function showRepair({ vectors }: Repair): void {
  print('Jobs that were missing have been sent.')
  if (!vectors) return
  const { missing, extra, dropped } = vectors
  print(`The vector store lacked ${missing} vectors and had ${extra} without need.`)
  if (dropped.length > 0) print(`Removed from it: the vectors of ${dropped.join(', ')}.`)
}

const marks: Readonly<Record<Part['state'], string>> = {
  ok: styleText('green', '✓'),
  attention: styleText('yellow', '!'),
  failed: styleText('red', '✗'),
  off: styleText('dim', '-'),
}
