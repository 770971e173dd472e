import { execa } from 'execa'
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'

const root = join(import.meta.dirname, '../..')

export interface ImageFolder extends AsyncDisposable {
  readonly folder: string
  /** What the entry point of the image runs. */
  readonly program: string
}

/**
 * What an image has in `/app`: the program, not built, and no package but those that are installed without development,
 * less those that the Dockerfile removes.
 */
export async function makeImageFolder(removed: readonly string[]): Promise<ImageFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-image-'))
  await using made = new AsyncDisposableStack()
  made.defer(() => rm(folder, { recursive: true, force: true }))
  for (const name of ['bin', 'src', 'samples', 'openapi.json', 'package.json'])
    await cp(join(root, name), join(folder, name), { recursive: true })
  const listing = await execa(
    'npm',
    ['ls', '--omit=dev', '--all', '--parseable', '--workspaces=false', '--include-workspace-root'],
    // Packages of other platforms are missing, which makes it end with 1.
    { cwd: root, reject: false },
  )
  for (const path of listing.stdout.split('\n')) {
    const name = relative(join(root, 'node_modules'), path)
    // What lies deeper comes with the package that it lies in.
    const isOnTop = !name.startsWith('..') && !name.includes('node_modules')
    if (!isOnTop || removed.some((other) => name === other || name.startsWith(`${other}/`)))
      continue
    const place = join(folder, 'node_modules', name)
    await mkdir(dirname(place), { recursive: true })
    await symlink(path, place)
  }
  const kept = made.move()
  return {
    folder,
    program: join(folder, 'bin/cuepoint.js'),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
