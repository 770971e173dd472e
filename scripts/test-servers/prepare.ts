import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { testServersDirectory } from '../../tests/support/postgres-server.ts'

export interface TestServerRecipe {
  /** Its folder in .test-servers. */
  readonly name: string
  /** What the folder has to have, as a path within it. */
  readonly program: string
  readonly make: (folder: string) => Promise<void> | void
}

/** Makes what is not there yet, beside its place and moved there when it is whole. Says what happened; sets the exit code. */
export async function prepareTestServer({ name, program, make }: TestServerRecipe): Promise<void> {
  const place = join(testServersDirectory, name)
  if (existsSync(join(place, program))) {
    console.log(`${name} is there, in ${place}`)
    return
  }
  await mkdir(testServersDirectory, { recursive: true })
  const work = await mkdtemp(join(testServersDirectory, `${name}.unfinished-`))
  try {
    const folder = join(work, 'made')
    await mkdir(folder)
    await make(folder)
    await rm(place, { recursive: true, force: true })
    await rename(folder, place)
    console.log(`${name} prepared in ${place}`)
  } catch (error) {
    console.error(`No ${name} for tests: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** A program of Go, compiled for this machine without C. */
export function installWithGo(module: string, folder: string): void {
  run('go', ['install', module], { CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOBIN: folder })
}

export function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): void {
  const { status, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (status === 0) return
  throw new Error(`${program} ${args.join(' ')}\n${error ? error.message : stderr}`)
}
