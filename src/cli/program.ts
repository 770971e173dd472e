import { Command } from 'commander'
import { loadConfig, type Config } from '../config/config.ts'
import { readEnvironment } from '../config/env.ts'
import { defineAdd } from './commands/add.ts'
import { defineDoctor } from './commands/doctor.ts'
import { defineExport } from './commands/export.ts'
import { defineImport } from './commands/import.ts'
import { defineLibrary } from './commands/library.ts'
import { defineList } from './commands/list.ts'
import { defineModels } from './commands/models.ts'
import { defineReindex } from './commands/reindex.ts'
import { defineRemove } from './commands/remove.ts'
import { defineRetry } from './commands/retry.ts'
import { defineSearch } from './commands/search.ts'
import { defineServe } from './commands/serve.ts'
import { defineStatus } from './commands/status.ts'
import { defineStorage } from './commands/storage.ts'
import { defineWorker } from './commands/worker.ts'
import type { Context } from './context.ts'
import { openLibrary } from './open-library.ts'
import { addSettingsFlags, readSettingsFlags } from './settings-flags.ts'
import { version } from '../app/version.ts'

/** The command line: each command in its file, all with the same context. */
export function createProgram(signal: AbortSignal): Command {
  const program = new Command('cuepoint')
    .description('Makes a video library searchable by what is said in it, down to the second.')
    .version(version, '--version')
    .option('--json', 'results as JSON on stdout, as the HTTP API gives them')
    .exitOverride()
    .addHelpText('after', afterHelp)
  addSettingsFlags(program)

  const config: Context['config'] = (flags = {}): Config =>
    loadConfig({
      env: readEnvironment(),
      flags: { ...readSettingsFlags(program), ...flags },
      cwd: process.cwd(),
    })
  const context: Context = {
    signal,
    json: () => program.opts<{ json?: boolean }>().json ?? false,
    config,
    openLibrary: () => openLibrary(config()),
  }
  for (const define of commands) define(program, context)
  return program
}

const commands: readonly ((program: Command, context: Context) => void)[] = [
  defineServe,
  defineWorker,
  defineAdd,
  defineImport,
  defineSearch,
  defineStatus,
  defineList,
  defineExport,
  defineRemove,
  defineRetry,
  defineReindex,
  defineLibrary,
  defineStorage,
  defineModels,
  defineDoctor,
]

const afterHelp = `
The commands talk to the server that runs on the data directory; where none runs, they open the library themselves.
Every setting is a flag of every command too: see cuepoint serve --help.

Examples:
  cuepoint serve
  cuepoint add samples
  cuepoint add ~/Videos/talks --language en
  cuepoint import transcripts/
  cuepoint search "how bread rises"

Exit codes: 0 done, 1 failed, 2 wrong command line or setting, 3 no such video, 4 nothing found, 5 the server does not
answer, 130 and 143 stopped by SIGINT and SIGTERM.`
