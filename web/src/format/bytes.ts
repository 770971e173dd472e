/** `0 B`, `312 KB`, `8.4 MB`, `1.2 GB`: decimal, as disks and browsers count. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const value = bytes / 1000 ** power
  const digits = power > 0 && value < 10 ? 1 : 0
  return `${value.toFixed(digits)} ${units[power] ?? 'B'}`
}
