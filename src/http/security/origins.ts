import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether a request comes from a page of this server, or from no page at all. Browsers say so in `Sec-Fetch-Site`, and
 * in `Origin` wherever it matters; other clients send neither.
 */
export function createOriginCheck(
  publicUrl: string | null,
): (headers: IncomingHttpHeaders) => boolean {
  const publicOrigin = publicUrl === null ? null : new URL(publicUrl).origin
  return ({ origin, host, 'sec-fetch-site': site }) => {
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
    if (origin === undefined) return true
    return origin === publicOrigin || isOriginOfHost(origin, host)
  }
}

/** With either scheme: a proxy in front may speak TLS for us. */
function isOriginOfHost(origin: string, host: string | undefined): boolean {
  return ['http', 'https'].some((scheme) => {
    const own = URL.parse(`${scheme}://${host ?? ''}`)
    return own !== null && own.origin === origin
  })
}
