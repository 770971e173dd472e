import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const content = z.object({ address: z.url(), pid: z.number().int() })

/** Where a running server says who it is, for the other commands. */
function serverFile(dataDirectory: string): string {
  return join(dataDirectory, 'server.json')
}

/** Resolves to what takes the file away again. */
export async function writeServerFile(
  dataDirectory: string,
  address: string,
): Promise<AsyncDisposable> {
  const file = serverFile(dataDirectory)
  const draft = `${file}.${process.pid}`
  await writeFile(draft, JSON.stringify({ address, pid: process.pid }), { mode: 0o600 })
  await rename(draft, file)
  return {
    async [Symbol.asyncDispose]() {
      // Another server may have started meanwhile; its file stays.
      const current = await readServerFile(dataDirectory)
      if (current?.pid === process.pid) await rm(file, { force: true })
    },
  }
}

export async function readServerFile(
  dataDirectory: string,
): Promise<z.output<typeof content> | null> {
  const text = await readFile(serverFile(dataDirectory), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return content.parse(JSON.parse(text))
  } catch {
    return null
  }
}
