import { z } from 'zod'

/** Seconds from the start of a video. */
export const seconds = z.number().min(0)

export const videoId = z.uuid()

export const languageTag = z
  .string()
  .regex(/^[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language tag such as en, de or ja')

/** What happened and what to do about it. */
export const cause = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string().optional(),
})

/** RFC 9457, with a stable `code`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  remedy: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})

export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(20),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
}
