/** A file name as somebody sent it, without folders and without what no file name has; at most 255 characters. */
export function cleanFileName(sent: string | null | undefined): string {
  const base = (sent ?? '').split(/[/\\]/).at(-1) ?? ''
  const clean = base
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
  const letters = Array.from(clean)
  if (letters.length <= 255) return clean
  // The end has the extension.
  return [...letters.slice(0, 200), '…', ...letters.slice(-54)].join('')
}

/** The same from a form, where browsers escape three characters (WHATWG HTML, multipart form data). */
export function fileNameOfForm(sent: string): string {
  return cleanFileName(sent.replaceAll(/%0[AD]/gi, ' ').replaceAll('%22', '"'))
}
