import { useSyncExternalStore } from 'react'

/** A value that lives outside of React and re-renders who reads it. */
export interface Store<State extends object> {
  readonly get: () => State
  readonly change: (part: Partial<State>) => void
  readonly subscribe: (listener: () => void) => () => void
}

export function createStore<State extends object>(initial: State): Store<State> {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    change(part) {
      const isSame = Object.entries(part).every(([key, value]) => Reflect.get(state, key) === value)
      if (isSame) return
      state = { ...state, ...part }
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export function useStore<State extends object, Part>(
  store: Store<State>,
  select: (state: State) => Part,
): Part {
  return useSyncExternalStore(store.subscribe, () => select(store.get()))
}
