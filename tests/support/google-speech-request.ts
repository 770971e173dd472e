import { z } from 'zod'

/** A BatchRecognizeRequest as gRPC brings it; a field that is not in it is a mistake of the client. */
const batchRequest = z.strictObject({
  recognizer: z.string().regex(/^projects\/[a-z0-9-]+\/locations\/[a-z0-9-]+\/recognizers\/_$/),
  config: z.strictObject({
    decodingConfig: z.literal('autoDecodingConfig'),
    autoDecodingConfig: z.strictObject({}),
    model: z.string().min(1),
    languageCodes: z
      .array(z.string().regex(/^(?:auto|[a-z]{2,3}(?:-[A-Z][a-z]{3})?-[A-Z]{2})$/))
      .length(1),
    features: z.strictObject({
      enableWordTimeOffsets: z.literal(true),
      enableAutomaticPunctuation: z.literal(true),
      diarizationConfig: z
        .strictObject({
          minSpeakerCount: z.literal(1),
          maxSpeakerCount: z.number().int().min(2),
        })
        .nullable(),
      ...unset({
        profanityFilter: false,
        enableWordConfidence: false,
        enableSpokenPunctuation: false,
        enableSpokenEmojis: false,
        multiChannelMode: 'MULTI_CHANNEL_MODE_UNSPECIFIED',
        maxAlternatives: 0,
        customPromptConfig: null,
      }),
    }),
    ...unset({
      adaptation: null,
      transcriptNormalization: null,
      translationConfig: null,
      denoiserConfig: null,
    }),
  }),
  configMask: z.null(),
  files: z
    .array(
      z.strictObject({
        audioSource: z.literal('uri'),
        uri: z.string().startsWith('gs://'),
        config: z.null(),
        configMask: z.null(),
      }),
    )
    .length(1),
  recognitionOutputConfig: z.strictObject({
    output: z.literal('gcsOutputConfig'),
    gcsOutputConfig: z.strictObject({ uri: z.string().regex(/^gs:\/\/.+\/$/) }),
    outputFormatConfig: z.null().optional(),
  }),
  processingStrategy: z.literal('PROCESSING_STRATEGY_UNSPECIFIED'),
})

export type BatchRequest = z.output<typeof batchRequest>

/** Locations and languages of the models that the stand-in has. */
const models: Readonly<Record<string, { locations: string[]; detects: boolean }>> = {
  long: { locations: ['global', 'us', 'eu'], detects: false },
  chirp_2: { locations: ['us-central1', 'europe-west4'], detects: true },
  chirp_3: { locations: ['us', 'eu'], detects: true },
}

/** The request, or what is wrong with it, as the service would say it. */
export function readBatchRequest(given: unknown): BatchRequest | string {
  const parsed = batchRequest.safeParse(given)
  if (!parsed.success) return z.prettifyError(parsed.error)
  const { recognizer, config } = parsed.data
  const location = recognizer.split('/')[3] ?? ''
  const model = models[config.model]
  if (!model?.locations.includes(location))
    return `The model "${config.model}" does not exist in the location named "${location}".`
  if (config.languageCodes.includes('auto') && !model.detects)
    return `The language "auto" is not supported by the model "${config.model}" in the location named "${location}".`
  return parsed.data
}

/** Fields that have the value of proto3 for "not set". */
function unset<Fields extends Record<string, string | number | boolean | null>>(fields: Fields) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, z.literal(value).optional()]),
  )
}
