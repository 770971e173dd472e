import { isIP } from 'node:net'
import type { Config } from '../../config/config.ts'
import { isLoopback } from '../../config/loopback.ts'

/**
 * Whether a Host header names this server. A page of another site can have its own name point to this address (DNS
 * rebinding) and would then be of the same origin; its name is in the header. An address cannot be turned that way.
 */
export function createHostCheck({
  host: listenHost,
  publicUrl,
}: Pick<Config, 'host' | 'publicUrl'>): (header: string | undefined) => boolean {
  const names = new Set(['localhost', listenHost.toLowerCase()])
  if (publicUrl !== null) names.add(new URL(publicUrl).hostname)
  const isPrivate = isLoopback(listenHost)
  return (header) => {
    const name = hostName(header)
    if (name === null) return false
    if (names.has(name)) return true
    return isPrivate ? isLoopback(name) : isIP(name) !== 0
  }
}

/** Without its port, and without the brackets of an IPv6 address. */
function hostName(header: string | undefined): string | null {
  const [, name] = /^(\[[0-9a-f:.]+\]|[^:/?#@[\]\s]+)(?::\d{1,5})?$/i.exec(header ?? '') ?? []
  return name?.replace(/^\[|\]$/g, '').toLowerCase() ?? null
}
