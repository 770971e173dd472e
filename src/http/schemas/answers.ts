import { z } from 'zod'
import { problem } from './common.ts'

/** What every route can answer besides its own. */
export const problems = {
  '4xx': {
    description: 'Refused: `code` says why, `remedy` what to do (RFC 9457).',
    content: { 'application/problem+json': { schema: problem } },
  },
  '5xx': {
    description: 'Something failed on this side.',
    content: { 'application/problem+json': { schema: problem } },
  },
} as const

export const nothing = z.undefined()

/** A body or an answer that is a stream of bytes, which no schema checks. */
export const bytes = z.unknown().meta({ type: 'string', format: 'binary' })

/** An answer that is streamed or is text of its own, which no schema checks. */
export function contentOf(description: string, ...types: readonly [string, ...string[]]) {
  const content = Object.fromEntries(types.map((type) => [type, { schema: bytes }]))
  return { description, content }
}

/** The form of an upload, read part by part as it arrives. */
export const uploadForm = z.unknown().meta({
  type: 'object',
  required: ['file'],
  properties: {
    file: { type: 'string', format: 'binary' },
    title: { type: 'string', description: 'The name of the file when absent' },
    language: { type: 'string', description: 'What is spoken, as en or de; found out when absent' },
    captions: { type: 'string', format: 'binary', description: 'An SRT or WebVTT file' },
  },
})
