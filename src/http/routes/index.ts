import type { HttpServer, ServerParts } from '../http-server.ts'
import { addSamplesRoute } from './add-samples.ts'
import { addUploadRoute } from './add-upload.ts'
import { deleteVideoRoute } from './delete-video.ts'
import { eventsRoutes } from './events.ts'
import { exportTranscriptRoutes } from './export-transcript.ts'
import { healthRoutes } from './health.ts'
import { importVideoRoute } from './import-video.ts'
import { listVideosRoute } from './list-videos.ts'
import { mediaRoute } from './media.ts'
import { metricsRoute } from './metrics.ts'
import { picturesRoutes } from './pictures.ts'
import { pullModelRoute } from './pull-model.ts'
import { readTranscriptRoute } from './read-transcript.ts'
import { readVideoRoute } from './read-video.ts'
import { reindexRoute } from './reindex.ts'
import { renameVideoRoute } from './rename-video.ts'
import { retryVideoRoute } from './retry-video.ts'
import { searchRoute } from './search.ts'
import { sessionRoutes } from './session.ts'
import { setCaptionsRoute } from './set-captions.ts'
import { speakersRoutes } from './speakers.ts'
import { statsRoute } from './stats.ts'
import { systemRoute } from './system.ts'
import { uploadsRoutes } from './uploads.ts'
import { vectorStoreRoutes } from './vector-store.ts'
import { videoStatusRoute } from './video-status.ts'

/** Every route of the API. */
export function declareRoutes(server: HttpServer, parts: () => ServerParts): void {
  searchRoute(server, parts)
  listVideosRoute(server, parts)
  importVideoRoute(server, parts)
  addUploadRoute(server, parts)
  readVideoRoute(server, parts)
  renameVideoRoute(server, parts)
  deleteVideoRoute(server, parts)
  videoStatusRoute(server, parts)
  retryVideoRoute(server, parts)
  setCaptionsRoute(server, parts)
  readTranscriptRoute(server, parts)
  exportTranscriptRoutes(server, parts)
  speakersRoutes(server, parts)
  eventsRoutes(server, parts)
  mediaRoute(server, parts)
  picturesRoutes(server, parts)
  uploadsRoutes(server, parts)
  statsRoute(server, parts)
  reindexRoute(server, parts)
  addSamplesRoute(server, parts)
  systemRoute(server, parts)
  vectorStoreRoutes(server, parts)
  pullModelRoute(server, parts)
  sessionRoutes(server, parts)
  healthRoutes(server, parts)
  metricsRoute(server, parts)
}
