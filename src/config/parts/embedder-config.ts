import type { SettingsReader } from '../read-settings.ts'
import { Secret } from '../secret.ts'
import { settings } from '../settings.ts'

export type EmbedderConfig =
  | { readonly kind: 'local'; readonly model: string; readonly threads: number }
  | {
      readonly kind: 'openai'
      readonly baseUrl: string
      readonly apiKey: Secret
      readonly model: string
      /** Null leaves it to the model. */
      readonly dimensions: number | null
    }
  | { readonly kind: 'none' }

export function embedderConfig(read: SettingsReader): EmbedderConfig {
  const kind = read.value(settings.embedder)
  switch (kind) {
    case 'local':
      return { kind, model: read.value(settings.embedModel), threads: read.value(settings.threads) }
    case 'openai':
      return {
        kind,
        baseUrl: read.value(settings.openaiBaseUrl),
        // The client insists on a key; servers of one's own ignore it.
        apiKey: read.optional(settings.openaiApiKey) ?? new Secret('none'),
        model: read.value(settings.openaiEmbedModel),
        dimensions: read.optional(settings.openaiEmbedDimensions),
      }
    case 'none':
      return { kind }
  }
}
