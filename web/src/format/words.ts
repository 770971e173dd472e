/** `1 video`, `1,204 videos`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString('en')} ${value === 1 ? one : many}`
}

export function percent(share: number): string {
  return `${Math.floor(share * 100)} %`
}

const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' })

/** `German` for `de`. */
export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag
  } catch {
    return tag
  }
}
