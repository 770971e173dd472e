import { styleText } from 'node:util'
import type { Command } from 'commander'
import { createLogger } from '../../app/logger.ts'
import { toModelRow } from '../../app/model-row.ts'
import { modelsInUse } from '../../app/models-in-use.ts'
import type { Config } from '../../config/config.ts'
import { NotFoundError } from '../../domain/errors.ts'
import { createModelStore, type ModelReport, type ModelStore } from '../../models/model-store.ts'
import type { Context } from '../context.ts'
import { plain, print, printJson } from '../output.ts'
import { createProgress } from '../progress.ts'
import { bytesInWords } from '../render/bytes.ts'

/** Models are files of this machine: these commands need neither a server nor the library. */
export function defineModels(program: Command, context: Context): void {
  const models = program.command('models').description('list, bring and find models')

  models
    .command('list', { isDefault: true })
    .description('every model, what it is good for and whether it is here')
    .action(async () => {
      const config = context.config()
      await using store = openStore(config)
      const reports = await store.list()
      const inUse = modelsInUse(config)
      if (context.json()) printJson({ models: reports.map((report) => toModelRow(report, inUse)) })
      else for (const report of reports) print(renderModel(report, inUse))
    })

  models
    .command('pull')
    .description('download models; those in use when none is named')
    .argument('[key...]', 'names from the list')
    .addHelpText(
      'after',
      '\nExamples:\n  cuepoint models pull\n  cuepoint models pull whisper-small',
    )
    .action(async (keys: string[]) => {
      const config = context.config()
      await using store = openStore(config)
      const wanted = keys.length > 0 ? keys : modelsInUse(config)
      const pulled: { key: string; path: string }[] = []
      for (const key of wanted) pulled.push({ key, path: await pull(store, key, context) })
      if (context.json()) printJson({ models: pulled })
    })

  models
    .command('path')
    .description('where models are: the folder of one, or of the cache')
    .argument('[key]', 'a name from the list')
    .action(async (key: string | undefined) => {
      const config = context.config()
      await using store = openStore(config)
      const path = key === undefined ? config.models.cacheDirectory : await store.locate(key)
      if (path === null) {
        throw new NotFoundError(
          'model on this machine named',
          `${key}; bring it with: cuepoint models pull ${key}`,
        )
      }
      if (context.json()) printJson({ path })
      else print(path)
    })
}

function openStore(config: Config): ModelStore {
  return createModelStore(config.models, createLogger({ ...config.log, level: 'error' }))
}

async function pull(store: ModelStore, key: string, { json, signal }: Context): Promise<string> {
  using progress = createProgress(json())
  const folder = await store.ensure(key, {
    signal,
    onProgress: ({ doneBytes, totalBytes }) => {
      const words = `${bytesInWords(doneBytes)} of ${bytesInWords(totalBytes)}`
      progress.show(key, doneBytes / totalBytes, words)
    },
  })
  progress.finish(key, 'here')
  if (!json()) print(folder)
  return folder
}

function renderModel(report: ModelReport, inUse: readonly string[]): string {
  const { key, kind, languages, licence, goodFor } = report.model
  const isInUse = inUse.includes(key)
  const name = `${isInUse ? '*' : ' '} ${key.padEnd(40)}`
  const facts = `${kind.padEnd(9)} ${bytesInWords(report.totalBytes).padStart(7)}  ${report.state.padEnd(11)}`
  return `${isInUse ? styleText('bold', name) : name} ${facts} ${plain(`${languages}. ${goodFor} (${licence})`)}`
}
