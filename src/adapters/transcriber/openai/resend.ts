import { BlockList, isIP } from 'node:net'
import type { OpenAiTranscriberSettings } from '../../../config/parts/transcriber-config.ts'

/** Whether a piece may be sent twice: where nobody bills it, or where a person has said so. */
export function maySendTwice({ resend, baseUrl }: OpenAiTranscriberSettings): boolean {
  if (resend !== null) return resend
  const host = new URL(baseUrl).hostname.replace(/^\[|\]$/g, '')
  const version = isIP(host)
  if (version === 0) return host === 'localhost' || host.endsWith('.localhost')
  return own.check(host, version === 4 ? 'ipv4' : 'ipv6')
}

/** Loopback and the private networks of RFC 1918 and RFC 4193. */
const own = new BlockList()
own.addSubnet('127.0.0.0', 8)
own.addSubnet('10.0.0.0', 8)
own.addSubnet('172.16.0.0', 12)
own.addSubnet('192.168.0.0', 16)
own.addAddress('::1', 'ipv6')
own.addSubnet('fc00::', 7, 'ipv6')
