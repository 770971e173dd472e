import type { StageName } from '../domain/stage.ts'
import type { VideoRecord } from '../library/video-record.ts'
import type { Queryable } from '../ports/database.ts'
import type { Logger } from '../ports/logger.ts'

/** What a stage is given beside the video and its ports. */
export interface StageContext {
  /** Aborts when the video is deleted or the process shuts down. */
  readonly signal: AbortSignal
  readonly logger: Logger
  /** Shows how far the stage is, 0 to 1. */
  readonly report: (progress: number) => Promise<void>
  /**
   * Writes a part of the result now, in one transaction, for stages that make it piece by piece. Rejects if this run has
   * lost the video to another run or the video is gone.
   */
  readonly commit: (work: (tx: Queryable) => Promise<void>) => Promise<void>
}

/** One step of the pipeline: takes a video and the ports it names, returns what it made; `save` writes that down. */
export interface StageDefinition<Deps, Made> {
  readonly name: StageName
  readonly run: (video: VideoRecord, deps: Deps, context: StageContext) => Promise<Made>
  /** Part of the transaction that marks the stage as done. Running it twice must be harmless. */
  readonly save: (tx: Queryable, video: VideoRecord, made: Made) => Promise<void>
}

/** A stage as the runner sees it: running it gives the transaction that saves what it made. */
export interface Stage<Deps> {
  readonly name: StageName
  execute(
    video: VideoRecord,
    deps: Deps,
    context: StageContext,
  ): Promise<(tx: Queryable) => Promise<void>>
}

export function defineStage<Deps, Made>({
  name,
  run,
  save,
}: StageDefinition<Deps, Made>): Stage<Deps> {
  return {
    name,
    async execute(video, deps, context) {
      const made = await run(video, deps, context)
      return (tx) => save(tx, video, made)
    },
  }
}
