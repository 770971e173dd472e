import { createStore, useStore } from './store.ts'

const root = document.documentElement
const page = createStore({ rem: widthInRem() })
new ResizeObserver(() => page.change({ rem: widthInRem() })).observe(root)

/** Whether the page is at least so many rem wide, counted as `@container page` does: larger letters leave less room. */
export function useIsWide(rem: number): boolean {
  return useStore(page, (state) => state.rem >= rem)
}

function widthInRem(): number {
  return root.clientWidth / parseFloat(getComputedStyle(root).fontSize)
}
