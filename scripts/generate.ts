/**
 * Writes the files that are made from others; with `--check` it only says which are stale.
 *   npm run generate
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import openapiTypescript, { astToString, COMMENT_HEADER } from 'openapi-typescript'
import { createOpenApiDocument } from '../src/http/openapi.ts'
import { renderConfiguration } from './generate/configuration.ts'
import { renderEnvExample } from './generate/env-example.ts'

const root = join(import.meta.dirname, '..')
const isCheck = process.argv.includes('--check')

const openapi = JSON.stringify(await createOpenApiDocument(), null, 2)
const files: Readonly<Record<string, string>> = {
  '.env.example': renderEnvExample(),
  'docs/configuration.md': renderConfiguration(),
  'openapi.json': `${openapi}\n`,
  'web/src/api/schema.ts': COMMENT_HEADER + astToString(await openapiTypescript(openapi)),
}

const stale: string[] = []
for (const [name, content] of Object.entries(files)) {
  const current = await readFile(join(root, name), 'utf8').catch(() => null)
  if (current === content) continue
  stale.push(name)
  if (!isCheck) await writeFile(join(root, name), content)
}

if (isCheck && stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')}. Bring them up to date with: npm run generate`)
  process.exitCode = 1
} else {
  console.log(
    stale.length === 0 ? 'Every generated file is fresh.' : `Written: ${stale.join(', ')}`,
  )
}
