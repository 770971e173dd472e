/** A place in a video: `0:07`, `12:34`, `1:02:03`. */
export function formatTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const two = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}

/** The same place for somebody who hears it: `1 hour 2 minutes 3 seconds`. */
export function spokenTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const parts = [
    count(Math.floor(whole / 3600), 'hour'),
    count(Math.floor((whole % 3600) / 60), 'minute'),
    count(whole % 60, 'second'),
  ].filter((part) => part !== null)
  return parts.length > 0 ? parts.join(' ') : '0 seconds'
}

/** A length: `48 s`, `12 min`, `31 h 12 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 59.5) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const rest = minutes % 60
  return `${Math.floor(minutes / 60).toLocaleString('en')} h${rest > 0 ? ` ${rest} min` : ''}`
}

/** How long to wait, no more exactly than it can be known: `about 3 min left`. */
export function aboutTimeLeft(seconds: number): string {
  if (seconds < 10) return 'a few seconds left'
  const rounded = seconds < 60 ? Math.ceil(seconds / 10) * 10 : seconds
  return `about ${formatDuration(rounded)} left`
}

/** `PT1H2M3S`, for machines that read the page. */
export function isoDuration(seconds: number): string {
  return `PT${Math.max(0, Math.round(seconds))}S`
}

function count(value: number, unit: string): string | null {
  return value === 0 ? null : `${value} ${unit}${value === 1 ? '' : 's'}`
}
