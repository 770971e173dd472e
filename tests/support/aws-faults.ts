import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * What a service does instead of answering. The connection ends before it has done anything (`cut`), when it has
 * (`lost`), or within the answer (`cut-short`).
 */
export type AwsFault = 'silence' | 'cut' | 'lost' | 'cut-short' | AwsFailure

interface AwsFailure {
  readonly status: number
  /** As the service calls it: `AccessDenied`, `LimitExceededException`. */
  readonly name: string
  readonly headers?: Readonly<Record<string, string>>
  /** In place of the error in the form of the service. */
  readonly body?: string
}

/** `PutObject`, `StartTranscriptionJob`: what a request asks for. */
export function operationOf({ method = '', url = '', headers }: IncomingMessage): string {
  const target = headers['x-amz-target']
  if (typeof target === 'string') return target.replace(/^Transcribe\./, '')
  const { pathname, searchParams } = new URL(url, 'http://s3')
  const isObject = /^\/[^/]+\/./.test(pathname)
  if (!isObject && searchParams.has('list-type')) return 'ListObjectsV2'
  const verb = { PUT: 'Put', GET: 'Get', HEAD: 'Head', DELETE: 'Delete' }[method] ?? method
  return `${verb}${isObject ? 'Object' : 'Bucket'}`
}

/** Answers as the service does when something is wrong. */
export function answerFault(
  fault: Exclude<AwsFault, 'lost' | 'cut-short'>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (fault === 'silence') return
  if (fault === 'cut') {
    request.socket.destroy()
    return
  }
  const { status, name, headers = {} } = fault
  const isTranscribe = request.headers['x-amz-target'] !== undefined
  const message = `${name} of the test`
  const body =
    fault.body ??
    (isTranscribe
      ? JSON.stringify({ __type: name, Message: message, message })
      : `<?xml version="1.0"?><Error><Code>${name}</Code><Message>${message}</Message></Error>`)
  response.writeHead(status, {
    'content-type': isTranscribe ? 'application/x-amz-json-1.1' : 'application/xml',
    ...headers,
  })
  response.end(request.method === 'HEAD' ? '' : body)
}
