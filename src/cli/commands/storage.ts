import { Option, type Command } from 'commander'
import { createLogger } from '../../app/logger.ts'
import type { StorageConfig } from '../../config/parts/storage-config.ts'
import { InvalidInputError } from '../../domain/errors.ts'
import type { MovedObjects, ObjectsProgress } from '../../library/move-objects.ts'
import type { Context } from '../context.ts'
import { note, print, printJson } from '../output.ts'
import { createProgress, type Progress } from '../progress.ts'
import { bytesInWords } from '../render/bytes.ts'

interface MoveFlags {
  readonly to: StorageConfig['kind']
  readonly deleteSource?: boolean
}

export function defineStorage(program: Command, context: Context): void {
  const storage = program.command('storage').description('take the files to another place')

  storage
    .command('move')
    .description('copy the files of all videos to the other storage, and compare every byte')
    .addOption(
      new Option('--to <storage>', 'where they go').choices(['s3', 'disk']).makeOptionMandatory(),
    )
    .option('--delete-source', 'delete them where they were, once all are the same there')
    .addHelpText('after', help)
    .action(async ({ to, deleteSource = false }: MoveFlags) => {
      const config = context.config()
      if (config.storage.kind === to) throw alreadyThere(to)
      const target = context.config({ storage: to }).storage
      const { moveStorage } = await import('../../app/move-storage.ts')
      const logger = createLogger({ ...config.log, level: 'error' })
      using progress = createProgress(context.json())
      const onProgress = (step: ObjectsProgress) => show(progress, step)
      const options = { deleteSource, logger, onProgress, signal: context.signal }
      const moved = await moveStorage(config, target, options)
      if (context.json()) printJson(asAnswer(moved))
      else print(renderMove(moved))
      note(whatToSet(config.storage, target, deleteSource))
    })
}

const help = `
Nobody may work on the library meanwhile. What is there already with the same bytes is not copied again: after an
interruption the same command goes on. CUEPOINT_STORAGE says where the files are now.

Example:
  CUEPOINT_S3_BUCKET=talks cuepoint storage move --to s3`

function alreadyThere(to: StorageConfig['kind']): InvalidInputError {
  const other = to === 's3' ? 'disk' : 's3'
  return new InvalidInputError(`The files are in the storage ${to} already (CUEPOINT_STORAGE).`, {
    code: 'usage',
    remedy: `To take them there from the other one, run this with CUEPOINT_STORAGE=${other}.`,
  })
}

function show(progress: Progress, { objects, totalObjects, bytes, totalBytes }: ObjectsProgress) {
  const share = totalBytes === 0 ? 1 : bytes / totalBytes
  const words = `${objects} of ${totalObjects}, ${bytesInWords(bytes)} of ${bytesInWords(totalBytes)}`
  if (objects < totalObjects) progress.show('files', share, words)
  else progress.finish('files', `all are there, ${bytesInWords(totalBytes)}`)
}

function asAnswer({ alreadyThere, ...moved }: MovedObjects) {
  return { ...moved, already_there: alreadyThere }
}

function renderMove({ objects, bytes, copied, alreadyThere, deleted }: MovedObjects): string {
  const all = `All ${objects} files (${bytesInWords(bytes)}) are there and were compared`
  const counts = `copied: ${copied}, there before: ${alreadyThere}`
  return `${all}; ${counts}${deleted > 0 ? `, deleted where they were: ${deleted}` : ''}.`
}

function whatToSet(from: StorageConfig, to: StorageConfig, isDeleted: boolean): string {
  const setting = `From now on set CUEPOINT_STORAGE=${to.kind} for every process.`
  if (isDeleted) return setting
  return `${setting}\nThe files are still in ${placeOf(from)} too. Remove them once you have seen that all is well.`
}

function placeOf(storage: StorageConfig): string {
  switch (storage.kind) {
    case 'disk':
      return storage.directory
    case 's3':
      return `s3://${storage.bucket}/${storage.prefix}`
  }
}
