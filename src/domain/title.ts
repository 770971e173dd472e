/** A title from a file name: no folder, no extension, separators as spaces, at most 200 characters. */
export function titleFromFileName(fileName: string): string {
  const base = baseName(fileName)
  const bare = base.slice(0, base.length - extensionOf(base).length)
  const spaced = /\s/.test(bare) ? bare : bare.replaceAll(/[_.]+/g, ' ')
  const title = Array.from(spaced.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim())
  return title.slice(0, 200).join('') || 'Untitled'
}

/** The extension with its dot in lower case, or '' where there is none that is fit for a file name. */
export function extensionOf(fileName: string): string {
  return /\.[a-z0-9]{1,8}$/i.exec(baseName(fileName))?.[0].toLowerCase() ?? ''
}

function baseName(fileName: string): string {
  return fileName.split(/[/\\]/).at(-1) ?? ''
}
