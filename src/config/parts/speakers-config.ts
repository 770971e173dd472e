import type { SettingsReader } from '../read-settings.ts'
import { settings } from '../settings.ts'

/** Whether and how voices are told apart in speech that was recognised without speakers. */
export type SpeakersConfig =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'local'
      readonly threads: number
      /** Cosine distance from which on two voices are those of two people, 0 to 2. */
      readonly voiceDistance: number
    }

export function speakersConfig(read: SettingsReader): SpeakersConfig {
  const kind = read.value(settings.speakers)
  switch (kind) {
    case 'local':
      return {
        kind,
        threads: read.value(settings.threads),
        voiceDistance: read.value(settings.voiceDistance) / 100,
      }
    case 'none':
      return { kind }
  }
}
