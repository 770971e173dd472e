import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Disk extends AsyncDisposable {
  readonly path: string
}

/** A file system of its own, soon full. Null where that is not allowed: it needs Linux and root. */
export async function mountSmallDisk(kilobytes: number): Promise<Disk | null> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null
  const path = await mkdtemp(join(tmpdir(), 'cuepoint-small-disk-'))
  const options = ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path]
  const isMounted = spawnSync('/bin/mount', options).status === 0
  if (!isMounted) await rm(path, { recursive: true })
  return isMounted ? { path, [Symbol.asyncDispose]: () => unmount(path) } : null
}

export const smallDiskNote = 'run as root on Linux to mount a small disk'

async function unmount(path: string): Promise<void> {
  execFileSync('/bin/umount', [path])
  await rm(path, { recursive: true })
}
