import type { Logger } from '../../ports/logger.ts'
import type { RecogniserJob } from './recogniser-messages.ts'
import { startRecogniserProcess, type RecogniserProcess } from './recogniser-process.ts'

/** Keeps the process of a model for the next audio, and ends it when none comes. */
export interface RecogniserKeeper extends AsyncDisposable {
  /** The running process, or a new one. To be given back. */
  take(job: RecogniserJob, signal: AbortSignal): Promise<RecogniserProcess>
  /** Ends a process that is still busy with something nobody waits for any more. */
  giveBack(recogniser: RecogniserProcess): Promise<void>
}

interface KeeperConfig {
  readonly model: string
  readonly logger: Logger
  readonly idleSeconds: number
  /** The program of the process. */
  readonly script?: URL
}

export function createRecogniserKeeper(config: KeeperConfig): RecogniserKeeper {
  let kept: RecogniserProcess | null = null
  let idle: NodeJS.Timeout | undefined

  const end = async () => {
    clearTimeout(idle)
    const ending = kept
    kept = null
    await ending?.[Symbol.asyncDispose]()
  }

  return {
    async take(job, signal) {
      clearTimeout(idle)
      if (kept?.isAlive) return kept
      const start = performance.now()
      kept = await startRecogniserProcess(job, signal, config.script)
      const { hasWordTimes } = kept
      const tookMs = Math.round(performance.now() - start)
      config.logger.info({ model: config.model, hasWordTimes, tookMs }, 'speech model loaded')
      return kept
    },
    async giveBack(recogniser) {
      await recogniser.settle()
      idle = setTimeout(() => void end(), config.idleSeconds * 1000)
      idle.unref()
    },
    [Symbol.asyncDispose]: end,
  }
}
