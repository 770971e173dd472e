// Plain JavaScript without dependencies, for Node 20 on: runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Brings the packages of package-lock.json where node_modules lacks one or has another version. */
export function install() {
  if (isInstalled()) return
  say('Installing packages; this takes a minute or two, once.')
  run('npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund'])
}

/** Builds the web app where it is missing or older than its source. */
export function buildWeb() {
  const built = join(root, 'web/dist/index.html')
  if (existsSync(built) && statSync(built).mtimeMs >= newest(join(root, 'web'))) return
  say('Building the web app.')
  run('npm', ['run', 'build', '--workspace', 'web', '--silent'])
}

/** Runs a program with the project's own on the path (Node 24 among them); ends this process when it fails. */
export function run(program, args) {
  const { status, signal, error } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: join(root, 'node_modules/.bin') + delimiter + process.env.PATH,
    },
    shell: process.platform === 'win32',
  })
  if (error) console.error(`${program} cannot be started: ${error.message}`)
  if (signal) process.kill(process.pid, signal)
  if (status !== 0) process.exit(status ?? 1)
}

function say(text) {
  console.error(`cuepoint: ${text}`)
}

/** npm notes what it installed in a lock file of its own; packages for other systems are not in it. */
function isInstalled() {
  const noted = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(noted)) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const installed = JSON.parse(readFileSync(noted, 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (!path.startsWith('node_modules/') || link) return true
    const found = installed[path]
    return found ? found.version === version : Boolean(optional)
  })
}

/** When the newest source of the folder was changed. */
function newest(folder) {
  const generated = new Set(['dist', 'node_modules'])
  return Math.max(
    ...readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !generated.has(name))
      .map((entry) => {
        const path = join(folder, entry.name)
        return entry.isDirectory() ? newest(path) : statSync(path).mtimeMs
      }),
    0,
  )
}
