import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

let folder = ''
let files: string[] = []

/** What `npm pack` makes is unpacked elsewhere, with the packages it depends on beside it, as an install would put them. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-package-'))
  await execa('node', ['scripts/build.ts'], { cwd: root, preferLocal: true })
  const { stdout } = await execa(
    'npm',
    ['pack', '--ignore-scripts', '--pack-destination', folder],
    {
      cwd: root,
    },
  )
  const archive = join(folder, stdout.trim().split('\n').at(-1) ?? '')
  files = (await execa('tar', ['-tzf', archive])).stdout.split('\n')
  await execa('tar', ['-xzf', archive, '-C', folder])
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** The packed program in a home of its own, which is empty. */
function cuepoint(...args: string[]) {
  return execa('node', [join(folder, 'package/bin/cuepoint.js'), ...args], {
    cwd: folder,
    preferLocal: true,
    localDir: root,
    env: {
      HOME: join(folder, 'home'),
      XDG_DATA_HOME: '',
      XDG_CACHE_HOME: '',
      CUEPOINT_TRANSCRIBER: 'none',
      CUEPOINT_EMBEDDER: 'none',
    },
    reject: false,
  })
}

describe('the package', () => {
  it('has what it runs on and nothing that only its makers need', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'package/bin/cuepoint.js',
        'package/dist/cli/main.js',
        'package/dist/library/migrations/0001-library.sql',
        'package/dist/adapters/database/pglite-worker.js',
        'package/web/dist/index.html',
        'package/samples/samples.json',
        'package/openapi.json',
        'package/LICENSE',
        'package/NOTICE',
      ]),
    )
    expect(
      files.filter((file) => /^package\/(src|tests|bench|scripts|web\/src)\//.test(file)),
    ).toEqual([])
    expect(files.filter((file) => /\.test\.(js|ts)$/.test(file))).toEqual([])
  })

  it('names its version', async () => {
    const { stdout, exitCode } = await cuepoint('--version')
    expect([stdout, exitCode]).toEqual(['0.1.0', 0])
  })

  it('keeps what was compiled for its next start, where it may', async () => {
    const compiled = join(folder, 'home/.cache/cuepoint/compiled')
    expect((await readdir(compiled, { recursive: true })).length).toBeGreaterThan(10)
    const nowhere = await execa('node', [join(folder, 'package/bin/cuepoint.js'), '--version'], {
      preferLocal: true,
      localDir: root,
      env: { HOME: '/dev/null', XDG_CACHE_HOME: '' },
    })
    expect([nowhere.stdout, nowhere.stderr]).toEqual(['0.1.0', ''])
  })

  it('takes the samples and finds the second of a sentence in them, in an empty home directory', async () => {
    const added = await cuepoint('add', 'samples', '--wait', '--json')
    expect(added.exitCode, added.stderr).toBe(0)
    const { stdout } = await cuepoint('search', 'how bread rises', '--json')
    expect(stdout).toContain('<mark>bread</mark>')
    expect(existsSync(join(folder, 'home/.local/share/cuepoint/database'))).toBe(true)
  })
})
