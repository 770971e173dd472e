import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../../config/config.ts'
import type { Secret } from '../../config/secret.ts'
import { CuepointError } from '../../domain/errors.ts'

const cookieName = 'cuepoint_session'
const sessionSeconds = 30 * 24 * 3600

/** Exchanges the token for a cookie that no script can read and no other site can use. Rejects with `unauthorized`. */
export function startSession(
  reply: FastifyReply,
  token: string,
  { apiToken, publicUrl }: Pick<Config, 'apiToken' | 'publicUrl'>,
): void {
  if (!apiToken) return
  if (!isSame(token, apiToken.reveal())) throw unauthorized('This is not the token of this server.')
  reply.setCookie(cookieName, newSession(apiToken), {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: publicUrl?.startsWith('https:') ?? false,
    maxAge: sessionSeconds,
  })
}

export function endSession(reply: FastifyReply): void {
  reply.clearCookie(cookieName, { path: '/', httpOnly: true, sameSite: 'strict' })
}

/** Whether a request has the token, as a bearer token or in exchange for it the cookie. */
export function isAuthorized(
  { headers, cookies }: Pick<FastifyRequest, 'headers' | 'cookies'>,
  apiToken: Secret,
): boolean {
  const [, bearer] = /^Bearer +(.+?)\s*$/i.exec(headers.authorization ?? '') ?? []
  if (bearer !== undefined) return isSame(bearer, apiToken.reveal())
  const session = cookies[cookieName]
  return session !== undefined && isSession(session, apiToken)
}

export function unauthorized(message: string): CuepointError {
  return new CuepointError('unauthorized', message, {
    remedy: 'Send the token of this server (CUEPOINT_API_TOKEN) as “Authorization: Bearer …”.',
  })
}

/** The end of its time and a random value, signed with the token: it outlives a restart, and ends with the token. */
function newSession(apiToken: Secret): string {
  const content = `${Math.floor(Date.now() / 1000) + sessionSeconds}.${randomBytes(16).toString('hex')}`
  return `${content}.${sign(content, apiToken)}`
}

function isSession(session: string, apiToken: Secret): boolean {
  const [, content, until, signature] =
    /^((\d{1,12})\.[0-9a-f]{32})\.([0-9a-f]{64})$/.exec(session) ?? []
  if (content === undefined || signature === undefined) return false
  return isSame(signature, sign(content, apiToken)) && Number(until) > Date.now() / 1000
}

function sign(content: string, apiToken: Secret): string {
  return createHmac('sha256', apiToken.reveal()).update(`session ${content}`).digest('hex')
}

/** Takes the same time wherever the two differ. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
