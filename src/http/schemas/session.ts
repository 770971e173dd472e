import { z } from 'zod'

export const openSession = z.object({ token: z.string().min(1).max(4096) })
