import type { BatchRequest } from './speech-service.ts'

interface Asked {
  /** `projects/…/locations/…`. */
  readonly parent: string
  readonly model: string
  readonly languageCodes: readonly string[]
  /** 0 and 1 tell none apart. */
  readonly maxSpeakers: number
  readonly audioUri: string
  readonly outputUri: string
}

/**
 * The result goes to the bucket: it outlives the operation, is as large as it has to be, and is found by a run that
 * did not learn the name of the operation.
 */
export function batchRequest(asked: Asked): BatchRequest {
  const { parent, model, languageCodes, maxSpeakers, audioUri, outputUri } = asked
  return {
    recognizer: `${parent}/recognizers/_`,
    config: {
      autoDecodingConfig: {},
      model,
      languageCodes: [...languageCodes],
      features: {
        enableWordTimeOffsets: true,
        enableAutomaticPunctuation: true,
        ...(maxSpeakers > 1 && {
          diarizationConfig: { minSpeakerCount: 1, maxSpeakerCount: maxSpeakers },
        }),
      },
    },
    files: [{ uri: audioUri }],
    recognitionOutputConfig: { gcsOutputConfig: { uri: outputUri } },
  }
}

/**
 * Longest audio of one batch. https://cloud.google.com/speech-to-text/quotas: 8 h; with word times `chirp_3` takes 20 min
 * (https://cloud.google.com/speech-to-text/docs/models/chirp-3). A little less, since containers tell lengths roughly.
 */
export function longestPartSeconds(model: string): number {
  return model.startsWith('chirp_3') ? 20 * 60 - 10 : 8 * 3600 - 60
}
