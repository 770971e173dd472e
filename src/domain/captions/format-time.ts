/** `01:02:03.456`, with the sign that the format wants before the thousandths. */
export function formatTimestamp(seconds: number, decimal: '.' | ','): string {
  const milliseconds = Math.round(seconds * 1000)
  const whole = Math.floor(milliseconds / 1000)
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const rest = String(milliseconds % 1000).padStart(3, '0')
  return `${parts.map((part) => String(part).padStart(2, '0')).join(':')}${decimal}${rest}`
}

/** `2:03`, `1:02:03`. */
export function formatClock(seconds: number): string {
  const text = formatTimestamp(Math.floor(seconds), '.').slice(0, -4)
  return text.replace(/^(?:00:0?|0)/, '')
}
