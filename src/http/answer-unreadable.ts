import type { Socket } from 'node:net'
import { describeProblem } from './problem.ts'

/** Answers what Node could not even parse as a request. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const { status, code, detail } = causes[error.code ?? ''] ?? unreadable
  const body = JSON.stringify(describeProblem(status, code, detail))
  socket.end(
    `HTTP/1.1 ${status} Bad Request\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

const unreadable = { status: 400, code: 'invalid-request', detail: 'This is no HTTP request.' }

const causes: Readonly<Record<string, typeof unreadable>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'too-large',
    detail: 'The address and the headers together are too long.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'too-slow',
    detail: 'The request did not arrive in time.',
  },
}
