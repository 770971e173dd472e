/**
 * Everything that has to be true before a change goes in. Every check runs, whatever the others say.
 *   npm run check                 all of it
 *   npm run check -- --no-tests   all but the tests
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const checks: Readonly<Record<string, readonly [program: string, ...args: string[]][]>> = {
  format: [['prettier', '--check', '--log-level', 'warn', '.']],
  lint: [['eslint', '--max-warnings', '0', '.']],
  types: [
    ['tsc', '--noEmit'],
    ['tsc', '--noEmit', '--project', 'web'],
  ],
  architecture: [
    ['depcruise', 'src', 'web/src', 'tests', 'bench', '--config', '.dependency-cruiser.js'],
  ],
  unused: [['knip']],
  generated: [['node', 'scripts/generate.ts', '--check']],
  tests: [['vitest', 'run']],
}

const left = process.argv.includes('--no-tests') ? ['tests'] : []
const failed = Object.entries(checks)
  .filter(([name]) => !left.includes(name))
  .filter(([name, commands]) => !passes(name, commands))
if (failed.length > 0) process.exitCode = 1

function passes(name: string, commands: (typeof checks)[string]): boolean {
  const startedAt = performance.now()
  const outputs = commands.map(([program, ...args]) => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: join(import.meta.dirname, '..'),
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
    return status === 0 ? '' : `${stdout}${stderr}`
  })
  const isFine = outputs.every((output) => output === '')
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${isFine ? '✓' : '✗'} ${name.padEnd(13)} ${seconds} s`)
  if (!isFine) console.log(outputs.join(''))
  return isFine
}
