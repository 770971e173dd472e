import { execa } from 'execa'
import { spawnSync } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

export const fileSystems = ['ext4', 'xfs'] as const
type FileSystem = (typeof fileSystems)[number]

/** Why the power cannot be cut here; null when it can. */
export function whyNoFailingDisk(fileSystem: FileSystem): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs Linux and root'
  const programs = ['losetup', 'mount', 'python3', `mkfs.${fileSystem}`]
  const missing = programs.filter((program) => spawnSync(program, ['--version'], { env }).error)
  if (missing.length > 0) return `needs ${missing.join(', ')}`
  const loop = spawnSync('losetup', ['-f'], { env })
  return loop.status === 0 ? null : 'needs loop devices'
}

const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` }

/** A file system in a file, whose power can be cut: what was not forced to the disk is gone after the next mount. */
export class FailingDisk implements AsyncDisposable {
  /** Where it is mounted. */
  readonly path: string
  readonly #device: string
  readonly #options: readonly string[]

  private constructor(path: string, device: string, options: readonly string[]) {
    this.path = path
    this.#device = device
    this.#options = options
  }

  static async create(folder: string, fileSystem: FileSystem): Promise<FailingDisk> {
    const image = join(folder, 'disk.img')
    const path = join(folder, 'mounted')
    await mkdir(path)
    await run('truncate', ['-s', '512M', image])
    await run(`mkfs.${fileSystem}`, [fileSystem === 'ext4' ? '-qF' : '-qf', image])
    const device = (await run('losetup', ['-f', '--show', image])).trim()
    // ext4 would write by itself every 5 s.
    const options = fileSystem === 'ext4' ? ['-o', 'commit=300'] : []
    const disk = new FailingDisk(path, device, options)
    await run('mount', [...options, device, path])
    return disk
  }

  sync(): Promise<unknown> {
    return run('sync', ['-f', this.path])
  }

  /** FS_IOC_SHUTDOWN with FSOP_GOING_FLAGS_NOLOGFLUSH (2): not even the journal is written. */
  async cutPower(): Promise<void> {
    const shutdown =
      'import fcntl,os,struct,sys;fcntl.ioctl(os.open(sys.argv[1],os.O_RDONLY),0x8004587D,struct.pack("I",2))'
    await run('python3', ['-c', shutdown, this.path])
  }

  async remount(): Promise<void> {
    await run('umount', [this.path])
    await run('mount', [...this.#options, this.#device, this.path])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run('umount', [this.path]).catch(() => undefined)
    await run('losetup', ['-d', this.#device])
  }
}

async function run(program: string, args: readonly string[]): Promise<string> {
  return (await execa(program, args, { env })).stdout
}
