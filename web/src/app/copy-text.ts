import { notify } from './notices.ts'

/** Puts a text on the clipboard and says so. */
export async function copyText(text: string, said: string): Promise<void> {
  const isCopied = await writeText(text)
  notify(isCopied ? said : 'The browser did not let this page copy.')
}

async function writeText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

/** Over plain HTTP from another machine a browser has no clipboard, only the old command. */
function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea')
  field.value = text
  field.style.position = 'fixed'
  field.style.opacity = '0'
  document.body.append(field)
  field.select()
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way without a secure context
  const isCopied = document.execCommand('copy')
  field.remove()
  return isCopied
}
