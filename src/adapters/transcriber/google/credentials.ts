import type { GoogleAuth } from 'google-gax'
import { z } from 'zod'
import { CuepointError, UnreachableError } from '../../../domain/errors.ts'

/**
 * Asks Google for a token, which the client keeps until it expires. Rejects with `transcriber-refused` (waits) where
 * there are no credentials or they are not accepted, with an `UnreachableError` where Google cannot be asked.
 */
export async function requireCredentials(auth: GoogleAuth): Promise<void> {
  try {
    await auth.getAccessToken()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (isNetworkFault(error))
      throw new UnreachableError(
        'transcriber-unreachable',
        `Google cannot be asked for a token: ${message}`,
        { cause: error, remedy: 'It is tried again by itself. If it stays so, check the network.' },
      )
    throw noCredentials(`There are no credentials for Google that work: ${message}`, error)
  }
}

/** The project of the setting, else that of the credentials. */
export async function requireProject(auth: GoogleAuth, project: string | null): Promise<string> {
  if (project !== null) return project
  try {
    return await auth.getProjectId()
  } catch (error) {
    throw noCredentials('No project of Google Cloud is set, and the credentials name none.', error)
  }
}

function noCredentials(message: string, cause: unknown): CuepointError {
  return new CuepointError('transcriber-refused', message, {
    remedy:
      'Set GOOGLE_APPLICATION_CREDENTIALS to the key file (JSON) of a service account, and GOOGLE_CLOUD_PROJECT to its project.',
    retryable: 'when-available',
    cause,
  })
}

const answered = z.object({ response: z.object({ status: z.number() }) })
const coded = z.object({ code: z.string() })

function isNetworkFault(error: unknown): boolean {
  const response = answered.safeParse(error)
  if (response.success) return response.data.response.status >= 500
  const { success, data } = coded.safeParse(error)
  return (
    success && /^(?:E(?:CONN|AI|NET|HOST|TIMEDOUT|NOTFOUND|PIPE)|ENOTFOUND|UND_)/.test(data.code)
  )
}
