import { remember } from './memory.ts'
import { createStore } from './store.ts'

export type Theme = 'system' | 'light' | 'dark'

/** `public/theme.js` reads the same key before the first paint. */
const key = 'cuepoint.theme'

export const theme = createStore<{ choice: Theme }>({ choice: current() })

export function chooseTheme(choice: Theme): void {
  if (choice === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = choice
  theme.change({ choice })
  remember(key, choice)
}

function current(): Theme {
  const choice = document.documentElement.dataset.theme
  return choice === 'light' || choice === 'dark' ? choice : 'system'
}
