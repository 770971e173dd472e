import type { Segment } from '../../src/domain/transcript.ts'
import { said } from './toy-media.ts'

/** What is said in the clip of that number: enough for several pieces, chunks and batches of vectors. */
export function crashClip(number: number): Segment[] {
  return said(
    ...Array.from({ length: 8 }, (_, index) => `clip ${number} says its sentence number ${index}.`),
  )
}
