const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short' })

/** `today, 14:02`, or `26 Nov 2026`. */
export function formatDate(iso: string, now = new Date()): string {
  const date = new Date(iso)
  return date.toDateString() === now.toDateString()
    ? `today, ${time.format(date)}`
    : day.format(date)
}

/** For a tooltip: `Thursday 26 November 2026 at 14:02`. */
export function fullDate(iso: string): string {
  return full.format(new Date(iso))
}
