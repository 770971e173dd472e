import { useEffect, useEffectEvent } from 'react'
import { createStore } from '../app/store.ts'

export interface Shortcut {
  /** Values of `KeyboardEvent.key`. A lower-case letter means the upper-case one too unless that has its own meaning. */
  readonly keys: readonly string[]
  /** What it does, for the list of keys. */
  readonly does: string
  readonly run: (event: KeyboardEvent) => void
}

export interface ShortcutGroup {
  /** The part of the app that they belong to. */
  readonly title: string
  readonly shortcuts: readonly Shortcut[]
}

/** Every group that listens now, the innermost last. */
export const shortcutGroups = createStore<{ groups: readonly ShortcutGroup[] }>({ groups: [] })

/** Listens to the keys while the component is there. The group mounted last is asked first. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const signature = shortcuts.map(({ keys, does }) => `${keys.join(' ')} ${does}`).join('\n')
  const runLatest = useEffectEvent((index: number, event: KeyboardEvent) => {
    shortcuts[index]?.run(event)
  })
  const latest = useEffectEvent(() => shortcuts)
  useEffect(() => {
    const group: ShortcutGroup = {
      title,
      shortcuts: latest().map(({ keys, does }, index) => ({
        keys,
        does,
        run: (event) => runLatest(index, event),
      })),
    }
    shortcutGroups.change({ groups: [...shortcutGroups.get().groups, group] })
    return () => {
      shortcutGroups.change({
        groups: shortcutGroups.get().groups.filter((other) => other !== group),
      })
    }
  }, [title, signature])
}

/** The one listener of the page. */
export function listenToKeys(signal: AbortSignal): void {
  window.addEventListener('keydown', onKeyDown, { signal })
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  const target = event.target instanceof Element ? event.target : document.body
  if (
    target.closest(
      'input, textarea, select, [contenteditable], dialog, [role=menu], [role=listbox]',
    )
  )
    return
  // A focused control keeps the keys that work it.
  if ([' ', 'Enter'].includes(event.key) && target.closest('button, a, summary, [role=option]'))
    return
  for (const { shortcuts } of shortcutGroups.get().groups.toReversed()) {
    const shortcut =
      shortcuts.find(({ keys }) => keys.includes(event.key)) ??
      shortcuts.find(({ keys }) => keys.includes(event.key.toLowerCase()))
    if (!shortcut) continue
    event.preventDefault()
    shortcut.run(event)
    return
  }
}
