import { join } from 'node:path'
import type { SpeechRecipe } from '../../models/model.ts'

/**
 * What the recogniser can load: the families of the model table, and NeMo's CTC models for those who bring one of
 * their own.
 */
export type LocalRecipe = SpeechRecipe | NemoCtcRecipe

interface NemoCtcRecipe {
  readonly family: 'nemo-ctc'
  readonly model: string
  readonly tokens: string
  readonly languages: readonly string[]
}

/** The same recipe with the paths of the files in place of their names. */
export function inFolder(recipe: LocalRecipe, folder: string): LocalRecipe {
  const at = (name: string) => join(folder, name)
  const tokens = at(recipe.tokens)
  switch (recipe.family) {
    case 'whisper':
      return { ...recipe, tokens, encoder: at(recipe.encoder), decoder: at(recipe.decoder) }
    case 'nemo-transducer':
      return {
        ...recipe,
        tokens,
        encoder: at(recipe.encoder),
        decoder: at(recipe.decoder),
        joiner: at(recipe.joiner),
      }
    case 'moonshine':
      return {
        ...recipe,
        tokens,
        preprocessor: at(recipe.preprocessor),
        encoder: at(recipe.encoder),
        uncachedDecoder: at(recipe.uncachedDecoder),
        cachedDecoder: at(recipe.cachedDecoder),
      }
    case 'sense-voice':
    case 'nemo-ctc':
      return { ...recipe, tokens, model: at(recipe.model) }
  }
}
