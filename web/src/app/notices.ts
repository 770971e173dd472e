import { createStore } from './store.ts'

export interface Notice {
  readonly id: number
  readonly text: string
  readonly action?: { readonly label: string; readonly run: () => void }
}

interface Options {
  readonly action?: Notice['action']
  readonly seconds?: number
  /** It went away by itself or by hand, and its action was not taken. */
  readonly onLapse?: () => void
}

export const notices = createStore<{ notices: readonly Notice[]; announcement: string }>({
  notices: [],
  announcement: '',
})

let lastId = 0
const lapses = new Map<number, () => void>()

/** Shows a short message at the foot of the page, for some seconds, with at most one action ("Undo"). */
export function notify(text: string, { action, seconds = 4, onLapse }: Options = {}): void {
  const id = ++lastId
  const timer = setTimeout(() => dismiss(id), seconds * 1000)
  lapses.set(id, () => {
    clearTimeout(timer)
    onLapse?.()
  })
  const notice: Notice = {
    id,
    text,
    ...(action && {
      action: {
        label: action.label,
        run: () => {
          clearTimeout(timer)
          lapses.delete(id)
          remove(id)
          action.run()
        },
      },
    }),
  }
  notices.change({ notices: [...notices.get().notices, notice] })
}

export function dismiss(id: number): void {
  remove(id)
  lapses.get(id)?.()
  lapses.delete(id)
}

/** Says something to a screen reader, and shows nothing. */
export function announce(announcement: string): void {
  notices.change({ announcement })
}

function remove(id: number): void {
  notices.change({ notices: notices.get().notices.filter((notice) => notice.id !== id) })
}
