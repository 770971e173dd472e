import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** From package.json, which lies two folders up both as source and as built. */
export const version = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))).version
