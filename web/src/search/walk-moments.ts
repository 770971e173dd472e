/** Moves the focus along the moments on the page; the link of each carries `data-moment`. False at the end of the list. */
export function focusMoment(page: HTMLElement | null, to: 'first' | 'next' | 'previous'): boolean {
  const moments = Array.from(page?.querySelectorAll<HTMLElement>('[data-moment]') ?? [])
  const here = moments.findIndex((moment) => moment.contains(document.activeElement))
  const target = { first: 0, next: here + 1, previous: here - 1 }[to]
  const moment = moments[target]
  if (!moment) return false
  moment.focus({ preventScroll: true })
  moment.closest('[data-row]')?.scrollIntoView({ block: 'nearest' })
  return true
}
