import { z } from 'zod'

/** Seconds from the start of a video. */
export const seconds = z.number().min(0)

export const videoId = z.uuid()

/** What a person wrote, without what a database cannot keep: NUL, and halves of letters. */
export const plainText = z.string().overwrite((text) => text.replaceAll('\0', '').toWellFormed())

export const languageTag = z
  .string()
  .regex(/^[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language tag such as en, de or ja')

/** What happened and what to do about it. */
export const cause = z
  .object({
    code: z.string(),
    message: z.string(),
    remedy: z.string().optional(),
  })
  .meta({ id: 'Cause' })

/** RFC 9457, with a stable `code`. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    remedy: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })

export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(20),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
}
