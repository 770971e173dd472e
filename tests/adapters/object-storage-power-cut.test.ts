import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { createObjectStorage } from '../../src/adapters/object-storage/index.ts'

const shell = (script: string) => execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })

/** A file system in a file, whose power can be cut: whatever was not synced is gone. Null where that is not possible. */
async function mountCuttable(make: string, options: string) {
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-power-'))
  const image = join(folder, 'disk.img')
  const path = join(folder, 'disk')
  const mount = `mount -o loop${options} ${image} ${path}`
  const script = `truncate -s 320M ${image} && ${make} ${image} && mkdir ${path} && ${mount}`
  const isMounted =
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    spawnSync('/bin/sh', ['-c', script]).status === 0
  if (!isMounted) {
    await rm(folder, { recursive: true })
    return null
  }
  // The file system's own SHUTDOWN call, with “do not write the log”.
  const shutDown = `import fcntl,os,struct; fcntl.ioctl(os.open('${path}',os.O_RDONLY),0x8004587D,struct.pack('I',2))`
  return {
    path,
    cutPower: () => shell(`python3 -c "${shutDown}" && umount ${path} && ${mount}`),
    async [Symbol.asyncDispose]() {
      shell(`umount ${path}`)
      await rm(folder, { recursive: true })
    },
  }
}

describe('a power cut', () => {
  it.for([
    ['ext4', 'mkfs.ext4 -q -F', ',commit=300'],
    ['xfs', 'mkfs.xfs -q -f', ''],
  ] as const)('takes no finished object away (%s)', async ([, make, options], { skip }) => {
    await using disk = await mountCuttable(make, options)
    if (!disk) return skip('run as root on Linux with loop devices and this file system')
    const directory = join(disk.path, 'files')
    const before = await createObjectStorage({ kind: 'disk', directory }, {})
    const content = 'x'.repeat(300_000)
    await before.write('videos/1/original.mp4', Readable.from([content]))
    await before.write('replaced', Readable.from(['old']))
    await before.write('replaced', Readable.from(['new']))
    await writeFile(join(disk.path, 'upload'), content)
    await before.adopt('videos/2/deep/original.mp4', join(disk.path, 'upload'))
    await before.write('videos/3/deleted', Readable.from(['x']))
    await before.deleteFolder('videos/3')
    await before[Symbol.asyncDispose]()
    // The control: what nobody synced does not survive, so the cut is one.
    await writeFile(join(disk.path, 'control'), content)
    disk.cutPower()
    expect(await readFile(join(disk.path, 'control'), 'utf8').catch(() => '')).not.toBe(content)
    await using after = await createObjectStorage({ kind: 'disk', directory }, {})
    expect(await text(await after.read('videos/1/original.mp4'))).toBe(content)
    expect(await text(await after.read('replaced'))).toBe('new')
    expect(await text(await after.read('videos/2/deep/original.mp4'))).toBe(content)
    expect(await after.stat('videos/3/deleted')).toBeNull()
  })
})
