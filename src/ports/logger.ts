/** Events with fields: `logger.info({ videoId, stage }, 'stage finished')`. Secrets never come here. */
export interface Logger {
  debug(fields: object, event: string): void
  info(fields: object, event: string): void
  warn(fields: object, event: string): void
  error(fields: object, event: string): void
}
