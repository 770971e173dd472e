import type { ObjectStorage } from '../../ports/object-storage.ts'

/** Gives the origin of the addresses that a storage signs, null where this server sends the files itself. */
export function createMediaOrigin(storage: ObjectStorage): () => Promise<string | null> {
  let known: Promise<string | null> | null = null
  return () => {
    known ??= originOf(storage).catch(() => {
      // Without keys for the moment: the next page asks again.
      known = null
      return null
    })
    return known
  }
}

async function originOf(storage: ObjectStorage): Promise<string | null> {
  const url = await storage.signedUrl('any', { type: 'video/mp4' })
  return url === null ? null : new URL(url).origin
}
