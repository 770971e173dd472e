import type { App } from './create-app.ts'

/**
 * Loads the embedding model before the first question needs it, which takes seconds; in the background, and only where
 * its files are on this machine: nobody has asked for a download yet.
 */
export async function warmEmbedder({
  config,
  models,
  embedder,
  logger,
}: Pick<App, 'config' | 'models' | 'embedder' | 'logger'>): Promise<void> {
  if (config.embedder.kind !== 'local' || !embedder) return
  try {
    if ((await models.locate(config.embedder.model)) === null) return
    await embedder.embed(['warm'], 'query')
  } catch (error) {
    logger.debug({ error }, 'the embedding model is not loaded yet')
  }
}
