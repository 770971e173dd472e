import type { HeardTone } from './google-tones.ts'

/** The tones that were heard, as the file that a transcription job writes: numbers as text, a speaker for each tone. */
export function transcriptOf(
  job: string,
  heard: readonly HeardTone[],
  { identified, speakers }: { identified: boolean; speakers: boolean },
): unknown {
  const speakerOf = new Map(heard.map(({ word }) => [word, '']))
  for (const [index, word] of Array.from(speakerOf.keys()).entries())
    speakerOf.set(word, `spk_${index}`)
  const labelled = heard.map(({ word, start, end }) => ({
    start_time: start.toFixed(3),
    end_time: end.toFixed(3),
    speaker_label: speakerOf.get(word) ?? '',
  }))
  return {
    jobName: job,
    accountId: '123456789012',
    status: 'COMPLETED',
    results: {
      ...(identified && { language_code: 'en-US' }),
      transcripts: [{ transcript: heard.map(({ word }) => word).join(' ') }],
      ...(speakers && {
        speaker_labels: {
          speakers: speakerOf.size,
          segments: labelled.map((label) => ({ ...label, items: [label] })),
        },
      }),
      items: heard.map(({ word, start, end }) => ({
        type: 'pronunciation',
        start_time: start.toFixed(3),
        end_time: end.toFixed(3),
        alternatives: [{ confidence: '0.99', content: word }],
      })),
    },
  }
}
