import { chunk } from './stages/chunk.ts'
import { embed } from './stages/embed.ts'
import { pictures } from './stages/pictures.ts'
import { probe } from './stages/probe.ts'
import { rendition } from './stages/rendition.ts'
import { speakers } from './stages/speakers.ts'
import { transcribe } from './stages/transcribe.ts'

/** From a file to its moments being found: each stage starts when the one before it is done. */
export const ingestPipeline = [probe, transcribe, speakers, chunk, embed] as const

/** What makes a video pleasant to look at; starts when the file is probed, and nothing waits for it. */
export const besidePipeline = [pictures, rendition] as const
