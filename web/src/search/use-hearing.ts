import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Group, Moment } from '../api/types.ts'

/** Where the player of the heard moment is reached. */
export interface HearControl {
  /** Gives the player's way to pause and go on; the function that is returned takes it back. */
  readonly attach: (toggle: () => void) => () => void
  readonly toggle: () => void
}

export interface Hearing {
  /** The moment that is looked at: the focused one, else the best. */
  readonly selected: { readonly key: string; readonly moment: Moment; readonly group: Group } | null
  /** The key of the moment that is played in place. */
  readonly heard: string | null
  readonly control: HearControl
  readonly select: (moment: Moment) => void
  readonly hear: (moment: Moment) => void
  /** Hears the selected moment; pauses and goes on when it is heard already. */
  readonly toggle: () => void
  readonly stop: () => void
  readonly open: () => void
}

/** Goes along with a link to the watch page: the way back from there is one step in history. */
export const fromResults = { isFromResults: true }

export function momentKey({ video, jump_to: jumpTo }: Moment): string {
  return `${video.id} ${jumpTo}`
}

/** Which moment is looked at, and which is heard. */
export function useHearing(groups: readonly Group[], query: string | undefined): Hearing {
  const [, navigate] = useLocation()
  const [asked, setAsked] = useState(query)
  const [selectedKey, setSelectedKey] = useState<string | null>(null)
  const [heard, setHeard] = useState<string | null>(null)
  const [control] = useState(createControl)
  // Another question begins with its best answer.
  if (query !== asked) {
    setAsked(query)
    if (heard === null) setSelectedKey(null)
  }
  const selected = find(groups, selectedKey) ?? find(groups, null)
  // A list without the heard moment takes its player away; when it comes back it does not start by itself.
  if (heard !== null && !find(groups, heard)) setHeard(null)

  const hear = (moment: Moment) => {
    setSelectedKey(momentKey(moment))
    setHeard(momentKey(moment))
  }
  return {
    selected,
    heard,
    control,
    select: (moment) => {
      setSelectedKey(momentKey(moment))
      if (heard !== null && heard !== momentKey(moment)) setHeard(null)
    },
    hear,
    toggle: () => {
      if (!selected) return
      if (heard === selected.key) control.toggle()
      else hear(selected.moment)
    },
    stop: () => setHeard(null),
    open: () => {
      if (selected) navigate(selected.moment.url, { state: fromResults })
    },
  }
}

function createControl(): HearControl {
  let attached: (() => void) | null = null
  return {
    attach(toggle) {
      attached = toggle
      return () => {
        if (attached === toggle) attached = null
      }
    },
    toggle: () => attached?.(),
  }
}

/** The moment with that key; with null the first of all. */
function find(groups: readonly Group[], key: string | null): Hearing['selected'] {
  for (const group of groups) {
    for (const moment of group.moments) {
      if (key === null || momentKey(moment) === key)
        return { key: momentKey(moment), moment, group }
    }
  }
  return null
}
