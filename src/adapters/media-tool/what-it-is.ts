import { open } from 'node:fs/promises'

/** Names what a file holds that is no audio or video, from its first bytes; null when they say nothing. */
export async function whatItIs(path: string): Promise<string | null> {
  await using file = await open(path, 'r')
  const bytes = Buffer.alloc(headBytes)
  const { bytesRead } = await file.read(bytes, 0, headBytes, 0)
  if (bytesRead === 0) return 'an empty file (0 bytes)'
  const head = bytes.subarray(0, bytesRead)
  const start = head.toString('latin1')
  const known = signatures.find(([pattern]) => pattern.test(start))
  if (known) return known[1]
  return isText(head) ? whatText(head.toString('utf8')) : null
}

const headBytes = 4096

const signatures: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG\r\n/, 'a picture (PNG)'],
  [/^\xff\xd8\xff/, 'a picture (JPEG)'],
  [/^GIF8[79]a/, 'a picture (GIF)'],
  [/^RIFF[^]{4}WEBP/, 'a picture (WebP)'],
  [/^[^]{4}ftyp(avif|avis|heic|heix|mif1|msf1)/, 'a picture (AVIF or HEIC)'],
  [/^(II\*\0|MM\0\*)/, 'a picture (TIFF)'],
  // Where ffmpeg reads MP4 it says so itself; only one that it cannot read comes here.
  [
    /^[^]{4}(ftyp|moov|mdat|wide|free|skip)/,
    'an MP4 or MOV file without its index (moov): it was cut off before its end was written',
  ],
  [/^%PDF-/, 'a document (PDF)'],
  [/^PK\x03\x04/, 'a ZIP archive or office document'],
  [/^(\x1f\x8b|7z\xbc\xaf|Rar!|\xfd7zXZ)/, 'a compressed archive'],
]

function isText(bytes: Buffer): boolean {
  // The last character may be cut.
  const text = bytes.toString('utf8').replace(/\uFFFD{1,3}$/, '')
  return !/[\0-\x08\x0e-\x1a\x1c-\x1f\uFFFD]/.test(text)
}

function whatText(text: string): string {
  const start = text.replace(/^\uFEFF/, '').trimStart()
  if (/^(#EXTM3U|ffconcat |\[playlist\])/i.test(start) || /<(MPD|smil|asx|playlist)\b/i.test(start))
    return 'a playlist, which only names other files'
  if (/^(WEBVTT|\[Script Info\])/.test(start) || /^\d+\s+\d\d:\d\d:\d\d[,.]\d{3} -->/.test(start))
    return 'a subtitle file'
  if (/^<(!doctype html|html)/i.test(start)) return 'a web page'
  return 'a text file'
}
