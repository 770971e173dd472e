export interface ZipEntry {
  readonly name: string
  readonly text: string
}

/**
 * A zip archive of text files, stored without compression (PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16).
 * Transcripts are small, and every system opens it.
 */
export function zipOf(entries: readonly ZipEntry[], date = new Date()): Blob {
  const encoder = new TextEncoder()
  const files: Uint8Array<ArrayBuffer>[] = []
  const directory: Uint8Array<ArrayBuffer>[] = []
  let offset = 0
  for (const entry of entries) {
    const name = encoder.encode(entry.name)
    const content = encoder.encode(entry.text)
    const facts = [
      ...version,
      ...utf8,
      ...stored,
      ...dosTime(date),
      ...four(crc32(content)),
      ...four(content.length),
      ...four(content.length),
      ...two(name.length),
      ...two(0),
    ]
    const head = Uint8Array.from([...four(0x04034b50), ...facts])
    directory.push(
      Uint8Array.from([
        ...four(0x02014b50),
        ...version,
        ...facts,
        ...two(0),
        ...two(0),
        ...two(0),
        ...four(0),
        ...four(offset),
      ]),
      name,
    )
    files.push(head, name, content)
    offset += head.length + name.length + content.length
  }
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0)
  const end = [
    ...four(0x06054b50),
    ...two(0),
    ...two(0),
    ...two(entries.length),
    ...two(entries.length),
    ...four(directoryBytes),
    ...four(offset),
    ...two(0),
  ]
  return new Blob([...files, ...directory, Uint8Array.from(end)], { type: 'application/zip' })
}

const version = two(20)
/** Names are UTF-8. */
const utf8 = two(0x0800)
const stored = two(0)

function two(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff]
}

function four(value: number): number[] {
  return [...two(value), ...two(value >>> 16)]
}

function dosTime(date: Date): number[] {
  const time = (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1)
  const day =
    (Math.max(0, date.getFullYear() - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate()
  return [...two(time), ...two(day)]
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0)
  return (crc ^ 0xffffffff) >>> 0
}
