import type { z } from 'zod'
import type { App } from '../../app/create-app.ts'
import { toModelRow } from '../../app/model-row.ts'
import { modelsInUse } from '../../app/models-in-use.ts'
import { version } from '../../app/version.ts'
import type { system } from '../schemas/system.ts'
import { lookAtEmbedder, lookAtMedia, lookAtRecogniser, lookAtSpeakers } from './model-parts.ts'
import { examine } from './part.ts'
import { lookAtDatabase, lookAtFiles, lookAtFullText, lookAtQueue } from './storage-parts.ts'
import { lookAtVectors } from './vector-parts.ts'

export type ExaminedParts =
  | 'config'
  | 'database'
  | 'embedder'
  | 'media'
  | 'models'
  | 'queue'
  | 'storage'
  | 'transcriber'
  | 'vectorStore'

/** Every part and how it stands; one that cannot be asked does not hide the others. */
export async function examineSystem(
  app: Pick<App, ExaminedParts>,
): Promise<z.output<typeof system>> {
  const { config, database, media, queue } = app
  const reports = await app.models.list()
  const inUse = modelsInUse(config)
  return {
    version,
    mode: database.kind,
    parts: await Promise.all([
      examine('database', () => lookAtDatabase(database, config)),
      examine('files', () => lookAtFiles(app.storage, config)),
      examine('media', () => lookAtMedia(media)),
      examine('recogniser', () => lookAtRecogniser(app.transcriber, config, reports)),
      examine('speakers', () => lookAtSpeakers(config, reports)),
      examine('embedder', () => lookAtEmbedder(config, reports)),
      examine('vectors', () => lookAtVectors(app, config)),
      examine('fulltext', () => lookAtFullText(database)),
      examine('queue', () => lookAtQueue(queue, config)),
    ]),
    models: reports.map((report) => toModelRow(report, inUse)),
    queue: await queue.counts().then(
      (counts) => [...counts].map(([name, count]) => ({ name, ...count })),
      () => [],
    ),
  }
}
