import { z } from 'zod'
import { plainText, seconds, videoId } from './common.ts'

export const speaker = z
  .object({
    label: z.string().describe('What the transcript says: `Ada`, or `S1` for a voice.'),
    name: z.string().nullable().describe('What a person calls them; null while nobody has.'),
    seconds: seconds.describe('How long they speak.'),
    segments: z.number().int(),
  })
  .meta({ id: 'Speaker' })

export const speakerList = z.object({ speakers: z.array(speaker) })

export const speakerParams = z.object({ id: videoId, label: plainText.min(1).max(200) })

/** A name is one line. */
const speakerName = plainText
  .overwrite((text) => text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim())
  .max(200)

export const changeSpeaker = z.object({
  name: speakerName.nullable().describe('Null or nothing brings the label back.'),
})
