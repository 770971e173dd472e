import { InvalidInputError } from './errors.ts'

/** The parts of a key. Throws `invalid-input` for whatever is no key (see the port). */
export function keyParts(key: string): readonly string[] {
  const parts = key.split('/')
  const bad = parts.find((part) => !isPart(part))
  if (bad === undefined) return parts
  throw new InvalidInputError(
    `${JSON.stringify(key)} is no key of a stored object: expected parts of 1 to 255 bytes between slashes, found ${JSON.stringify(bad)}.`,
  )
}

/** File systems take names of up to 255 bytes. */
const maxPartBytes = 255

function isPart(part: string): boolean {
  if (part === '' || part === '.' || part === '..' || part.includes('\0')) return false
  return part.isWellFormed() && Buffer.byteLength(part) <= maxPartBytes
}
