import { createStore } from '../app/store.ts'

/** What is known of the server from the calls to it. */
export const serverState = createStore<{
  connection: 'online' | 'lost'
  /** It wants a token before it answers. */
  locked: boolean
}>({ connection: 'online', locked: false })
