import { z } from 'zod'
import { tidyText } from '../../domain/captions/tidy-text.ts'
import { parseTimestamp } from '../../domain/captions/timing.ts'

type Found = (issue: { input?: unknown }) => string

/** The words of an error: what was expected and what was found. */
export function expected(what: string): { error: Found } {
  return { error: ({ input }) => `expected ${what}, found ${show(input)}` }
}

export const text = z.string(expected('text')).transform((value) => tidyText(value).trim())

const timeInWords = 'a time in seconds from 0 on, or one such as 00:00:01,500'

/** Seconds as a number or in digits, or `00:00:01,500` as captions have it. */
export const time = z
  .union([z.number(), z.string()], expected(timeInWords))
  .transform((value, context) => {
    const seconds = typeof value === 'number' ? value : secondsOf(value.trim())
    if (seconds !== null && seconds >= 0 && seconds < Infinity) return seconds
    context.addIssue({ code: 'custom', message: `expected ${timeInWords}, found ${show(value)}` })
    return z.NEVER
  })

function secondsOf(value: string): number | null {
  return /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : parseTimestamp(value)
}

/** A value as a person sees it in the file, shortened. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (isObject(value)) {
    const keys = Object.keys(value)
    if (keys.length === 0) return 'an empty object'
    return `an object with ${keys.slice(0, 8).join(', ')}${keys.length > 8 ? ', …' : ''}`
  }
  const json = JSON.stringify(value)
  return json.length > 60 ? `${json.slice(0, 59)}…` : json
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
