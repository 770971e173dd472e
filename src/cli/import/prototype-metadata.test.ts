import { describe, expect, it } from 'vitest'
import { readPrototypeMetadata } from './prototype-metadata.ts'

const rye = { video: 'talks/rye.mp4', start: 0, end: 4, text: 'Rye needs sourdough.' }
const wheat = { video: 'talks/wheat.mp4', start: 1, end: 3, text: 'Wheat does not.' }
const said = (data: unknown) =>
  Object.fromEntries(
    [...(readPrototypeMetadata(data) ?? [])].map(([video, read]) => [
      video,
      read().segments.map(({ start, end, text }) => [start, end, text]),
    ]),
  )

describe('the table beside an index of FAISS', () => {
  const expected = {
    'talks/rye.mp4': [[0, 4, 'Rye needs sourdough.']],
    'talks/wheat.mp4': [[1, 3, 'Wheat does not.']],
  }

  it.each([
    ['a list', [rye, wheat]],
    ['an object by position', { 1: wheat, 0: rye }],
    ['a list within an object', { model: 'all-MiniLM-L6-v2', chunks: [rye, wheat] }],
    ['an object by position within an object', { id_map: { 0: rye, 1: wheat } }],
    [
      'entries with their facts in metadata',
      [rye, wheat].map(({ text, video, start, end }) => ({
        page_content: text,
        metadata: { source: video, start_time: start, end_time: end },
      })),
    ],
    [
      'other names and times in words',
      [
        { file: 'talks/rye.mp4', timestamp: [0, 4], content: ' Rye needs sourdough. ' },
        {
          video_id: 'talks/wheat.mp4',
          begin: '00:00:01',
          endTime: '00:00:03',
          chunk: 'Wheat does not.',
        },
      ],
    ],
  ])('can be %s', (_, data) => {
    expect(said(data)).toEqual(expected)
  })

  it('gives a video in order, and what was indexed twice once', () => {
    const late = { ...rye, start: 4, end: 8, text: 'Feed it daily.' }
    expect(said([late, rye, wheat, rye, late])['talks/rye.mp4']).toEqual([
      [0, 4, 'Rye needs sourdough.'],
      [4, 8, 'Feed it daily.'],
    ])
  })

  it('has the title, address and language of a video where one entry says them', () => {
    const [read] = [
      ...(readPrototypeMetadata([
        rye,
        { ...rye, start: 9, title: 'Rye', url: 'https://example.org/rye', language: 'en' },
      ])?.values() ?? []),
    ]
    expect(read?.()).toMatchObject({ title: 'Rye', url: 'https://example.org/rye', language: 'en' })
  })

  it('is not a transcript, nor settings, nor nothing', () => {
    const { start, end, text } = rye
    expect(readPrototypeMetadata([{ start, end, text }])).toBeNull()
    expect(readPrototypeMetadata({ segments: [{ start, end, text }], language: 'en' })).toBeNull()
    expect(readPrototypeMetadata({ model: 'all-MiniLM-L6-v2', dimensions: 384 })).toBeNull()
    expect(readPrototypeMetadata([])).toBeNull()
    expect(readPrototypeMetadata(null)).toBeNull()
  })

  it('has to say the video of each vector, and when it was said', () => {
    const { start, text } = wheat
    expect(() => readPrototypeMetadata([rye, { start, text }])).toThrow(
      '[1]: expected the video that it is of (video, video_id, video_name, …), found an object with start, text',
    )
    expect(() => said([rye, { ...wheat, start: 'soon' }])).toThrow('found \\"soon\\"')
  })
})
