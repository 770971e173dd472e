import type { z } from 'zod'
import type { App } from '../../app/create-app.ts'
import { modelsInUse } from '../../app/models-in-use.ts'
import { version } from '../../app/version.ts'
import type { ModelReport } from '../../models/model-store.ts'
import type { modelRow, system } from '../schemas/system.ts'
import { lookAtEmbedder, lookAtMedia, lookAtRecogniser } from './model-parts.ts'
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
      examine('embedder', () => lookAtEmbedder(config, reports)),
      examine('vectors', () => lookAtVectors(app, config)),
      examine('fulltext', () => lookAtFullText(database)),
      examine('queue', () => lookAtQueue(queue, config)),
    ]),
    models: reports.map((report) => renderModel(report, inUse.includes(report.model.key))),
    queue: await queue.counts().then(
      (counts) => [...counts].map(([name, count]) => ({ name, ...count })),
      () => [],
    ),
  }
}

function renderModel(report: ModelReport, isInUse: boolean): z.output<typeof modelRow> {
  const { key, kind, title, licence, languages, goodFor } = report.model
  return {
    key,
    kind,
    title,
    size_bytes: report.totalBytes,
    licence,
    languages,
    good_for: goodFor,
    in_use: isInUse,
    state: report.state,
    done_bytes: report.state === 'present' ? report.totalBytes : report.doneBytes,
    problem: report.state === 'failed' ? report.problem : null,
  }
}
