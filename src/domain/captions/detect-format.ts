import { parseTiming } from './timing.ts'

export type CaptionFormat = 'webvtt' | 'srt' | 'ass'

/** By what is in it: names of files lie. Null when it is none of them. */
export function detectFormat(text: string): CaptionFormat | null {
  if (/^\s*WEBVTT(?:\s|$)/.test(text)) return 'webvtt'
  if (/^\s*\[Script Info\]/i.test(text) || /^Dialogue:.*,/m.test(text)) return 'ass'
  return hasTiming(text) ? 'srt' : null
}

function hasTiming(text: string): boolean {
  for (const [line] of text.matchAll(/^.*>.*$/gm)) if (parseTiming(line)) return true
  return false
}

/** What a file that is none of them is, in words for the person who chose it. */
export function describeContent(text: string): string {
  const start = text
    .slice(0, 1000)
    .replace(/^\ufeff/, '')
    .trim()
  if (start === '') return 'an empty file'
  const control = start.length - start.replaceAll(/[\0-\x08\x0e-\x1f\ufffd]/g, '').length
  if (control * 20 > start.length) return 'no text but a binary file'
  if (/^<(?:!doctype html|html)/i.test(start)) return 'a web page (HTML)'
  if (start.startsWith('<')) return 'XML (TTML and the like are not read)'
  if (/^[[{]\s*["{[\]}]/.test(start)) return 'JSON (a transcript in JSON is for cuepoint import)'
  if (/^\{\d+\}\{\d+\}/.test(start)) return 'MicroDVD, which counts frames and not seconds'
  const line = start.split(/[\r\n]/)[0] ?? ''
  return `text without any times, beginning with “${Array.from(line).slice(0, 40).join('')}”`
}
