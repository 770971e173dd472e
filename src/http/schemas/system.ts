import { z } from 'zod'
import { cause } from './common.ts'

/** One part of the system as `doctor` and the System page show it. */
export const part = z
  .object({
    name: z.enum([
      'database',
      'files',
      'media',
      'recogniser',
      'speakers',
      'embedder',
      'vectors',
      'fulltext',
      'queue',
    ]),
    state: z.enum(['ok', 'attention', 'failed', 'off']),
    summary: z.string().describe('One line for a person.'),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    problem: cause.nullable(),
  })
  .meta({ id: 'SystemPart' })

const modelRow = z
  .object({
    key: z.string(),
    kind: z.enum(['speech', 'embedding', 'vad', 'diarization']),
    title: z.string(),
    size_bytes: z.number(),
    licence: z.string(),
    languages: z.string(),
    good_for: z.string(),
    in_use: z.boolean(),
    state: z.enum(['present', 'absent', 'downloading', 'failed']),
    done_bytes: z.number(),
    problem: cause.nullable(),
  })
  .meta({ id: 'Model' })

export const system = z
  .object({
    version: z.string(),
    mode: z.enum(['embedded', 'server']),
    parts: z.array(part),
    models: z.array(modelRow),
    queue: z.array(
      z.object({ name: z.string(), waiting: z.number().int(), running: z.number().int() }),
    ),
  })
  .meta({ id: 'System' })

/** The line of facts on the search page. */
export const stats = z
  .object({
    videos: z.number().int(),
    duration: z.number().describe('Seconds of all videos together.'),
    in_progress: z.number().int(),
    failed: z.number().int(),
    chunks: z.number().int(),
    languages: z.array(z.object({ language: z.string(), videos: z.number().int() })),
    samples_available: z
      .boolean()
      .describe(
        'Whether the sample videos can be added (they are shipped and not in the library).',
      ),
  })
  .meta({ id: 'Stats' })

export const health = z.object({ status: z.literal('ok') })

export const modelParams = z.object({ key: z.string().min(1).max(100) })

export const pullAnswer = z.object({ key: z.string(), state: z.enum(['present', 'downloading']) })

export const repairAnswer = z.object({
  vectors: z
    .object({
      missing: z.number().int().describe('Vectors of the database that the store lacked.'),
      extra: z.number().int().describe('Vectors of the store whose chunk is gone.'),
      dropped: z.array(z.string()).describe('Models whose vectors are of no use any more.'),
    })
    .nullable()
    .describe('Null where the database searches its own vectors.'),
})

export const refillAnswer = z.object({
  vectors: z.number().int().describe('Vectors that the store is told of.'),
})
