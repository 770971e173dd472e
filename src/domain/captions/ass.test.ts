import { describe, expect, it } from 'vitest'
import { parseCaptions } from './parse-captions.ts'

const read = (...events: string[]) =>
  parseCaptions(
    new TextEncoder().encode(`[Script Info]\nScriptType: v4.00+\n\n[Events]\n${events.join('\n')}`),
  )
const format = 'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text'

describe('SubStation Alpha', () => {
  it('is read with commas, line breaks and the name of who speaks', () => {
    const { format: found, segments } = read(
      format,
      'Dialogue: 0,0:00:01.50,0:00:03.00,Default,Anna,0,0,0,,Yes, I know,\\Nhe said.',
      'Dialogue: 0,1:00:04.00,1:00:05.00,Default,,0000,0000,0000,,No\\hway',
    )
    expect(found).toBe('ass')
    expect(segments).toEqual([
      { start: 1.5, end: 3, text: 'Yes, I know, he said.', speaker: 'Anna' },
      { start: 3604, end: 3605, text: 'No way' },
    ])
  })

  it('is read in the order of fields that the file announces', () => {
    const { segments } = read(
      'Format: Start, End, Text',
      'Dialogue: 0:00:01.00,0:00:02.00,One, two',
    )
    expect(segments).toEqual([{ start: 1, end: 2, text: 'One, two' }])
  })

  it('leaves out overrides, drawings, comments and shadows', () => {
    const { segments } = read(
      format,
      'Comment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,not shown',
      'Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\pos(1,2)\\i1}One{\\i0} two',
      'Dialogue: 1,0:00:01.00,0:00:02.00,Shadow,,0,0,0,,{\\pos(2,3)}One two',
      'Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{\\p1}m 0 0 l 100 0 100 100{\\p0}Three',
      'Dialogue: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,{\\k20}Fo{\\k30}ur',
    )
    expect(segments.map(({ text }) => text)).toEqual(['One two', 'Three', 'Four'])
  })
})
