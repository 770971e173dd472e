/**
 * Prepares the PostgreSQL servers that tests run on, once, into .test-servers (or CUEPOINT_TEST_SERVERS):
 *   PostgreSQL 18 with pgvector and pg_textsearch, from Debian's testing release, like the embedded database;
 *   PostgreSQL 15 with pgvector only, like many managed servers, from Debian 12, with pgvector 0.8.0 compiled.
 * Each is a small Debian system of its own, so nothing of this machine changes. Needs Linux, root, apt and mmdebstrap.
 *
 *   node scripts/test-servers/postgres.ts
 */
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  readPrepared,
  serverUser,
  testServersDirectory,
  type PreparedServer,
  type ServerName,
} from '../../tests/support/postgres-server.ts'

interface Recipe {
  readonly name: ServerName
  readonly major: number
  readonly release: string
  readonly packages: readonly string[]
  readonly extensions: readonly string[]
  readonly settings: readonly string[]
  /** What the packages do not bring. */
  finish(system: string, mirror: string): Promise<void>
}

const recipes: readonly Recipe[] = [
  {
    name: 'postgres-18',
    major: 18,
    release: 'forky',
    packages: ['postgresql-18', 'postgresql-18-pgvector', 'postgresql-18-pg-textsearch'],
    extensions: ['vector', 'pg_textsearch'],
    settings: ['shared_preload_libraries=pg_textsearch'],
    finish: () => Promise.resolve(),
  },
  {
    name: 'postgres-15',
    major: 15,
    release: 'bookworm',
    packages: ['postgresql-15', 'gcc', 'libc6-dev'],
    extensions: ['vector'],
    settings: [],
    finish: compilePgvector,
  },
]

const pgvector = {
  path: 'pool/main/p/pgvector/pgvector_0.8.0.orig.tar.gz',
  sha256: '867a2c328d4928a5a9d6f052cd3bc78c7d60228a9b914ad32aa3db88e9de27b0',
}

const unfit = whyUnfit()
if (unfit !== null) report(unfit)
else for (const recipe of recipes) await prepare(recipe).catch(report)

function report(problem: unknown): void {
  const reason = problem instanceof Error ? problem.message : String(problem)
  console.error(`No PostgreSQL server for tests: ${reason}`)
  process.exitCode = 1
}

function whyUnfit(): string | null {
  if (process.platform !== 'linux') return 'they are made of Debian packages for Linux.'
  if (process.getuid?.() !== 0) return 'root is needed, to unpack a system and change into it.'
  const missing = ['apt-get', 'mmdebstrap', 'chroot', 'dpkg-deb'].filter(
    (program) => spawnSync(program, ['--version']).error,
  )
  return missing.length === 0 ? null : `not on this machine: ${missing.join(', ')}.`
}

/** The mirror of Debian that apt uses here already. */
function debianMirror(): string {
  const format = '$(ORIGIN) $(LABEL) $(COMPONENT) $(REPO_URI)'
  const lines = run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']).split(
    '\n',
  )
  const line = lines.find((candidate) => candidate.startsWith('Debian Debian main '))
  if (!line) throw new Error('apt has no mirror of Debian; `apt-get update` may be due.')
  return line.replace('Debian Debian main ', '').replace(/\/*$/, '/')
}

async function prepare(recipe: Recipe): Promise<void> {
  const { name } = recipe
  const there = readPrepared(name)
  if (there) {
    say(name, there, 'is there')
    return
  }
  const mirror = debianMirror()
  await mkdir(testServersDirectory, { recursive: true })
  // Made beside its place and moved there when it is whole, so that an interrupted run leaves no half of it.
  const work = await mkdtemp(join(testServersDirectory, `${name}.unfinished-`))
  try {
    const system = join(work, 'system')
    unpack(recipe, system, mirror)
    await furnish(system)
    await recipe.finish(system, mirror)
    const prepared = await initialise(recipe, system)
    await writeFile(join(system, 'server.json'), `${JSON.stringify(prepared, null, 2)}\n`)
    await rename(system, join(testServersDirectory, name))
    say(name, prepared, 'prepared')
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

function unpack({ packages, release }: Recipe, system: string, mirror: string): void {
  run('mmdebstrap', [
    '--quiet',
    '--variant=extract',
    '--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr',
    `--aptopt=Acquire::Check-Valid-Until "false"`,
    `--include=${['dash', 'coreutils', 'base-files', 'libc-bin', ...packages].join(',')}`,
    release,
    system,
    mirror,
  ])
}

/** What the packages' own scripts, which do not run, would have made. */
async function furnish(system: string): Promise<void> {
  const { uid, gid } = serverUser
  await writeFile(
    join(system, 'etc/passwd'),
    `root:x:0:0:root:/root:/bin/sh\npostgres:x:${uid}:${gid}::/:/bin/sh\n`,
  )
  await writeFile(join(system, 'etc/group'), `root:x:0:\npostgres:x:${gid}:\n`)
  await mkdir(join(system, 'data'))
  run('chown', [`${uid}:${gid}`, join(system, 'data')])
  run('chmod', ['1777', join(system, 'tmp')])
  run('sh', ['-c', 'test -e "$1" || mknod -m 666 "$1" c 1 3', 'sh', join(system, 'dev/null')])
  run('chroot', [system, '/usr/sbin/ldconfig'])
}

/** Debian 12 has pgvector 0.4 for PostgreSQL 15, which knows no HNSW: the source of Debian 13 is compiled. */
async function compilePgvector(system: string, mirror: string): Promise<void> {
  const [, version] =
    /Debian ([^)]+)\)/.exec(run('chroot', [system, `${programs(15)}/postgres`, '--version'])) ?? []
  const architecture = run('dpkg', ['--print-architecture']).trim()
  const headers = `pool/main/p/postgresql-15/postgresql-server-dev-15_${String(version)}_${architecture}.deb`
  download(`${mirror}${headers}`, join(system, 'tmp/headers.deb'))
  run('dpkg-deb', ['-x', join(system, 'tmp/headers.deb'), system])
  download(`${mirror}${pgvector.path}`, join(system, 'tmp/pgvector.tar.gz'), pgvector.sha256)
  await mkdir(join(system, 'tmp/pgvector'))
  run(
    'tar',
    ['-xzf', 'pgvector.tar.gz', '-C', 'pgvector', '--strip-components=1'],
    join(system, 'tmp'),
  )
  const sources = (await readdir(join(system, 'tmp/pgvector/src'))).filter((file) =>
    file.endsWith('.c'),
  )
  run('chroot', [
    system,
    'gcc',
    ...['-O2', '-fPIC', '-shared', '-ftree-vectorize', '-fno-math-errno', '-w'],
    ...['-I/usr/include/postgresql/15/server', '-o', '/usr/lib/postgresql/15/lib/vector.so'],
    ...sources.map((file) => `/tmp/pgvector/src/${file}`),
    '-lm',
  ])
  const extensions = join(system, 'usr/share/postgresql/15/extension')
  run('cp', [join(system, 'tmp/pgvector/vector.control'), extensions])
  run('cp', [join(system, 'tmp/pgvector/sql/vector.sql'), join(extensions, 'vector--0.8.0.sql')])
}

/** Makes the data directory that every server starts from, and notes what is in it. */
async function initialise(
  { major, extensions, settings }: Recipe,
  system: string,
): Promise<PreparedServer> {
  const { uid, gid } = serverUser
  run('chroot', [
    `--userspec=${uid}:${gid}`,
    system,
    `${programs(major)}/initdb`,
    ...['-D', '/data/template', '-U', 'postgres', '-A', 'trust', '--wal-segsize=1'],
    ...['--locale=C.UTF-8', '-E', 'UTF8', '--no-sync'],
  ])
  const found = run('chroot', [system, `${programs(major)}/postgres`, '--version'])
  const [, postgres = 'unknown'] = /([\d.]+)/.exec(found) ?? []
  if (!postgres.startsWith(`${major}.`))
    throw new Error(`wanted PostgreSQL ${major}, found ${found}`)
  const versions: Record<string, string> = { postgres }
  for (const extension of extensions) {
    versions[extension] = await extensionVersion(system, major, extension)
  }
  return { programs: programs(major), settings: [...settings], versions }
}

async function extensionVersion(system: string, major: number, name: string): Promise<string> {
  const file = `usr/share/postgresql/${major}/extension/${name}.control`
  const [, version] =
    /default_version = '([^']+)'/.exec(await readFile(join(system, file), 'utf8')) ?? []
  if (!version) throw new Error(`${name} is not among the extensions of PostgreSQL ${major}.`)
  return version
}

function programs(major: number): string {
  return `/usr/lib/postgresql/${major}/bin`
}

/** By apt's own downloader, which knows the proxy of this machine. */
function download(url: string, target: string, sha256?: string): void {
  const hash = sha256 === undefined ? [] : [`SHA256:${sha256}`]
  run('/usr/lib/apt/apt-helper', ['download-file', url, target, ...hash])
}

function run(program: string, args: readonly string[], cwd?: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    ...(cwd !== undefined && { cwd }),
  })
  if (status === 0) return stdout
  throw new Error(`${program} ${args.join(' ')}\n${error ? error.message : stderr}`)
}

function say(name: string, { versions }: PreparedServer, what: string): void {
  const parts = Object.entries(versions).map(([part, version]) => `${part} ${version}`)
  console.log(`${name} ${what} (${parts.join(', ')}) in ${join(testServersDirectory, name)}`)
}
