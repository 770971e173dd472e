import type { Config } from '../../config/config.ts'
import { segmentationModel, voiceModel } from '../../models/diarization-models.ts'
import { vadModel } from '../../models/vad-model.ts'
import type { ModelReport } from '../../models/model-store.ts'
import type { MediaTool } from '../../ports/media-tool.ts'
import type { Transcriber } from '../../ports/transcriber.ts'
import { inUnits, type Finding } from './part.ts'

export async function lookAtMedia(media: MediaTool): Promise<Finding> {
  const { ffmpeg, ffprobe } = await media.describe()
  const finding = {
    summary: `ffmpeg ${ffmpeg.version} (${ffmpeg.path})`,
    details: {
      ffmpeg: ffmpeg.path,
      ffmpeg_version: ffmpeg.version,
      ffprobe: ffprobe.path,
      ffprobe_version: ffprobe.version,
    },
  }
  if (!ffmpeg.bundled && !ffprobe.bundled) return { state: 'ok', ...finding }
  return {
    state: 'attention',
    ...finding,
    problem: {
      code: 'ffmpeg-old',
      message: 'The ffmpeg that came with the packages is used; it is years old.',
      remedy: 'Install a current ffmpeg (apt install ffmpeg, brew install ffmpeg).',
    },
  }
}

export async function lookAtRecogniser(
  service: Transcriber | null,
  { transcriber, models }: Pick<Config, 'transcriber' | 'models'>,
  reports: readonly ModelReport[],
): Promise<Finding> {
  switch (transcriber.kind) {
    case 'none':
      return {
        state: 'off',
        summary: 'off: only captions become transcripts (CUEPOINT_TRANSCRIBER=none)',
      }
    case 'local':
      return lookAtModels([transcriber.model, vadModel.key], reports, models.offline)
    case 'openai':
    case 'aws-transcribe':
    case 'google-speech':
      await service?.check(AbortSignal.timeout(patienceMs))
      return { state: 'ok', summary: `${transcriber.kind}: ${service?.model ?? ''} answers` }
  }
}

const patienceMs = 15_000

export function lookAtSpeakers(
  { speakers, models }: Pick<Config, 'speakers' | 'models'>,
  reports: readonly ModelReport[],
): Finding {
  switch (speakers.kind) {
    case 'none':
      return {
        state: 'off',
        summary: 'off: only captions and services name speakers (CUEPOINT_SPEAKERS=none)',
      }
    case 'local':
      return lookAtModels([segmentationModel.key, voiceModel.key], reports, models.offline)
  }
}

export function lookAtEmbedder(
  { embedder, models }: Pick<Config, 'embedder' | 'models'>,
  reports: readonly ModelReport[],
): Finding {
  switch (embedder.kind) {
    case 'none':
      return {
        state: 'off',
        summary: 'off: videos are found by their words only (CUEPOINT_EMBEDDER=none)',
      }
    case 'openai':
      return {
        state: 'ok',
        summary: `${embedder.model} at ${embedder.baseUrl}`,
        details: { model: embedder.model, base_url: embedder.baseUrl },
      }
    case 'local':
      return lookAtModels([embedder.model], reports, models.offline)
  }
}

/** The first model is the one that is talked about; the others have to be there too. */
function lookAtModels(
  keys: readonly [string, ...string[]],
  reports: readonly ModelReport[],
  offline: boolean,
): Finding {
  const wanted = reports.filter(({ model }) => keys.includes(model.key))
  const title = wanted.find(({ model }) => model.key === keys[0])?.model.title ?? keys[0]
  const details = { model: keys[0], present: wanted.every(({ state }) => state === 'present') }
  const lacking = wanted.find(({ state }) => state !== 'present')
  if (!lacking || lacking.state === 'present') return { state: 'ok', summary: title, details }
  const size = inUnits(lacking.totalBytes)
  switch (lacking.state) {
    case 'failed':
      return {
        state: 'failed',
        summary: `${title}: ${lacking.problem.message}`,
        details,
        problem: lacking.problem,
      }
    case 'downloading':
      return {
        state: 'attention',
        summary: `${title}: ${inUnits(lacking.doneBytes)} of ${size} downloaded`,
        details,
      }
    case 'absent':
      return {
        state: offline ? 'failed' : 'attention',
        summary: `${title}: ${size} are downloaded when they are needed first`,
        details,
        problem: {
          code: 'model-missing',
          message: `The model ${lacking.model.key} is not on this machine.`,
          remedy: `It comes by itself where there is a network, or now with: cuepoint models pull ${lacking.model.key}`,
        },
      }
  }
}
