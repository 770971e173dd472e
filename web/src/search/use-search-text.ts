import { useEffect, useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { readAddress, writeAddress, type SearchAddress } from './search-address.ts'

const pauseMs = 150

export interface SearchText {
  readonly address: SearchAddress
  /** What stands in the box, ahead of the address by one pause. */
  readonly text: string
  readonly type: (text: string) => void
  /** Puts what stands in the box into history. */
  readonly commit: () => void
  /** Goes to a changed search, as a step in history. */
  readonly change: (part: Partial<SearchAddress>) => void
}

/**
 * Typing rewrites one draft in the history until it is committed: the way back leads to the last search that was meant,
 * not through every letter.
 */
export function useSearchText(): SearchText {
  const [params] = useSearchParams()
  const [, navigate] = useLocation()
  const address = readAddress(params)
  const [text, setText] = useState(address.q)
  const [settled, setSettled] = useState(address.q)

  // The address was changed by something else: a link, the way back.
  if (address.q !== settled) {
    setSettled(address.q)
    setText(address.q)
  }

  const go = (q: string, isDraft: boolean) => {
    setSettled(q)
    navigate(writeAddress({ ...address, q, page: q === address.q ? address.page : 1 }), {
      replace: isDraftNow(),
      state: { isDraft },
    })
  }

  useEffect(() => {
    if (text === settled) return
    const timer = setTimeout(() => go(text, true), pauseMs)
    return () => clearTimeout(timer)
  })

  return {
    address,
    text,
    type: setText,
    commit: () => {
      if (text !== settled || isDraftNow()) go(text, false)
    },
    change: (part) => navigate(writeAddress({ ...address, q: text, page: 1, ...part })),
  }
}

function isDraftNow(): boolean {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && Reflect.get(state, 'isDraft') === true
}
