import { CuepointError } from '../domain/errors.ts'

type SignalName = 'SIGINT' | 'SIGTERM'

/** The person, or the system, asked this process to end. */
export class InterruptedError extends CuepointError {
  readonly signalName: SignalName

  constructor(signalName: SignalName) {
    super('interrupted', 'Stopped.')
    this.signalName = signalName
  }
}

/** npm and the launcher pass a signal on that the terminal has sent to the whole group already: one key press, two signals. */
const sameKeyPressMs = 500

/** The first SIGINT or SIGTERM aborts the signal, so that work can be given back. The second ends the process at once. */
export function listenForInterruption(): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController()
  let firstAt = 0
  const interrupt = (name: SignalName): void => {
    if (!controller.signal.aborted) {
      firstAt = performance.now()
      controller.abort(new InterruptedError(name))
      return
    }
    if (performance.now() - firstAt < sameKeyPressMs) return
    stopListening()
    process.kill(process.pid, name)
  }
  const stopListening = (): void => {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  return { signal: controller.signal, [Symbol.dispose]: stopListening }
}

/** Resolves when the process is asked to end. */
export async function untilInterrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
