interface Text {
  readonly box: HTMLElement
  /** Brings the paragraph of the segment into the page. */
  readonly scrollToRow: () => void
}

const tries = 6

/**
 * Scrolls so that a segment stands in the upper third. Its paragraph may not be in the page yet, and its height is known
 * only then, so it looks again in the next frames.
 */
export function revealSegment(segment: number, text: Text, triesLeft = tries): void {
  const { box, scrollToRow } = text
  const again = () => {
    if (triesLeft > 0) requestAnimationFrame(() => revealSegment(segment, text, triesLeft - 1))
  }
  const sentence = box.querySelector(`[data-segment="${segment}"]`)
  if (!sentence) {
    // A page that has just opened has no paragraphs at all for a moment.
    if (triesLeft < tries) scrollToRow()
    again()
    return
  }
  const { top, bottom } = sentence.getBoundingClientRect()
  const frame = box.getBoundingClientRect()
  if (top >= frame.top + 8 && bottom <= frame.top + frame.height * 0.7) return
  const distance = top - frame.top - frame.height * 0.3
  const isFar = Math.abs(distance) > frame.height
  box.scrollBy({ top: distance, behavior: isFar ? 'instant' : 'smooth' })
  // Paragraphs that came into the page on the way may have moved it.
  if (isFar) again()
}
