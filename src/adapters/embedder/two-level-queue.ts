type Urgency = 'urgent' | 'patient'

/** Work for something that does one thing at a time: what is urgent goes before what is patient. */
export interface TwoLevelQueue {
  /** Rejects with the reason of an abort at once; work that has begun then ends unheard. */
  run<T>(urgency: Urgency, work: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

export function createTwoLevelQueue(): TwoLevelQueue {
  const waiting = {
    urgent: new Set<() => Promise<void>>(),
    patient: new Set<() => Promise<void>>(),
  }
  let isWorking = false

  const workOff = async () => {
    if (isWorking) return
    isWorking = true
    for (let task = takeNext(); task; task = takeNext()) await task()
    isWorking = false
  }
  const takeNext = () => {
    const tasks = waiting.urgent.size > 0 ? waiting.urgent : waiting.patient
    const [task] = tasks
    if (task) tasks.delete(task)
    return task
  }

  return {
    run: (urgency, work, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        const leave = () => {
          waiting[urgency].delete(task)
          reject(reasonOf(signal))
        }
        const task = () =>
          work()
            .then(resolve, reject)
            .finally(() => signal?.removeEventListener('abort', leave))
        signal?.addEventListener('abort', leave, { once: true })
        waiting[urgency].add(task)
        void workOff()
      }),
  }
}

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason })
}
