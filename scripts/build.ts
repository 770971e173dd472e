/**
 * Makes `dist/`, what a package runs on: the source as JavaScript and the files it reads beside itself.
 *   npm run build
 */
import { spawnSync } from 'node:child_process'
import { cp, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')

await rm(dist, { recursive: true, force: true })
const { status } = spawnSync('tsc', ['--project', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
if (status !== 0) throw new Error('The source does not compile.')

// tsc renames what is imported, not the workers that are named by address.
for await (const path of glob('**/*.js', { cwd: dist })) {
  const file = join(dist, path)
  const code = await readFile(file, 'utf8')
  const renamed = code.replace(/(new URL\('\.[^']*)\.ts('\s*,\s*import\.meta\.url\))/g, '$1.js$2')
  if (renamed !== code) await writeFile(file, renamed)
}

const isCode = /\.tsx?$/
for await (const path of glob('**/*.*', { cwd: join(root, 'src'), withFileTypes: false })) {
  if (isCode.test(path)) continue
  const target = join(dist, path)
  await mkdir(dirname(target), { recursive: true })
  await cp(join(root, 'src', path), target)
}
