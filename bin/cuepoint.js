#!/usr/bin/env node
// Plain JavaScript for Node 20 on: finds a Node that can run Cuepoint and hands over to it.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const needed = [22, 18]
const root = join(dirname(fileURLToPath(import.meta.url)), '..')

if (isEnough(process.versions.node)) {
  // A command starts in half the time when nothing has to be compiled again. Where that cannot be kept, it is not.
  module.enableCompileCache(join(cacheFolder(), 'cuepoint', 'compiled'))
  await import(pathToFileURL(entryPoint()).href)
} else {
  const node = bundledNode()
  if (node) runWith(node)
  else {
    console.error(
      `Cuepoint needs Node ${needed.join('.')} or newer; this is Node ${process.versions.node}, and the package` +
        ` "node" that would bring its own is not installed.\nInstall a newer Node (https://nodejs.org), or Cuepoint` +
        ` again without --omit=optional and --ignore-scripts.`,
    )
    process.exitCode = 2
  }
}

function isEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > needed[0] || (major === needed[0] && minor >= needed[1])
}

/** Of this person alone: what is in it is run. */
function cacheFolder() {
  return process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
}

/** The source in a clone; a package has only what was built from it. */
function entryPoint() {
  const source = join(root, 'src/cli/main.ts')
  return existsSync(source) ? source : join(root, 'dist/cli/main.js')
}

/** The program of the optional package "node", which brings a newer Node for just this package. */
function bundledNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json')
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8'))
    const program = join(dirname(manifest), typeof bin === 'string' ? bin : bin.node)
    return existsSync(program) ? program : null
  } catch {
    return null
  }
}

/** Signals go to the child, which decides; this process ends as the child did. */
function runWith(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`${node} cannot be started: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code ?? 1
      return
    }
    for (const name of signals) process.removeAllListeners(name)
    process.kill(process.pid, signal)
  })
}
