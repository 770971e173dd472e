import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTranscriptFile, type ImportOptions } from './read-transcript-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-import-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(content: unknown, options: ImportOptions = {}, name = 'How_bread_rises.json') {
  const file = join(folder, name)
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return readTranscriptFile(file, options)
}

const hello = { start: 0.5, end: 2, text: 'Hello' }

describe('a transcript of', () => {
  it('Whisper has its text and language', async () => {
    const segment = {
      id: 0,
      seek: 0,
      ...hello,
      text: ' Hello',
      tokens: [50364, 2425],
      temperature: 0,
      no_speech_prob: 0.01,
    }
    expect(await read({ text: ' Hello', segments: [segment], language: 'en' })).toEqual({
      title: 'How bread rises',
      language: 'en',
      transcript: { language: 'en', segments: [hello] },
    })
  })

  it('faster-whisper and WhisperX has the words that have a time, and the speaker', async () => {
    const { transcript } = await read({
      segments: [
        {
          start: 0,
          end: 2,
          text: ' In 2014 bread rose',
          speaker: 'SPEAKER_00',
          words: [
            { word: 'In', start: 0, end: 0.4, score: 0.9 },
            { word: '2014' },
            { word: 'bread', start: 1, end: 1.4, score: 0.8 },
            { word: ' rose', start: 1.4, end: 2, probability: 0.8 },
          ],
        },
      ],
      word_segments: [],
    })
    expect(transcript.segments).toEqual([
      {
        start: 0,
        end: 2,
        text: 'In 2014 bread rose',
        speaker: 'SPEAKER_00',
        words: [
          { start: 0, end: 0.4, text: 'In' },
          { start: 1, end: 1.4, text: 'bread' },
          { start: 1.4, end: 2, text: 'rose' },
        ],
      },
    ])
  })

  it('OpenAI has its duration, and the language from its name', async () => {
    const answer = {
      task: 'transcribe',
      language: 'english',
      duration: 8.47,
      text: 'Hello',
      segments: [hello],
    }
    expect(await read(answer)).toMatchObject({
      duration: 8.47,
      language: 'en',
      transcript: { segments: [hello] },
    })
  })

  it('OpenAI with times of words only has the sentences of its text', async () => {
    const words = ['Bread', 'rises', 'Why', 'Because', 'of', 'yeast'].map((word, i) => ({
      word,
      start: i,
      end: i + 0.5,
    }))
    const { transcript } = await read({
      text: 'Bread rises. Why? Because of yeast.',
      words,
      language: 'english',
    })
    expect(transcript.segments.map(({ start, end, text }) => [start, end, text])).toEqual([
      [0, 1.5, 'Bread rises.'],
      [2, 2.5, 'Why?'],
      [3, 5.5, 'Because of yeast.'],
    ])
    expect(transcript.segments[0]?.words).toEqual([
      { start: 0, end: 0.5, text: 'Bread' },
      { start: 1, end: 1.5, text: 'rises' },
    ])
  })

  it('OpenAI with times of some of its words has them for the sentence', async () => {
    const words = [{ word: 'Bread', start: 1, end: 2 }]
    const { transcript } = await read({ text: 'Bread rises because of yeast.', words, duration: 9 })
    expect(transcript.segments).toEqual([
      { start: 1, end: 9, text: 'Bread rises because of yeast.' },
    ])
  })

  it('words without a text is cut at pauses', async () => {
    const words = [0, 0.5, 4].map((start, i) => ({ word: `w${i}`, start, end: start + 0.4 }))
    const { transcript } = await read({ words })
    expect(transcript.segments.map(({ text }) => text)).toEqual(['w0 w1', 'w2'])
  })

  it('whisper.cpp has seconds of its milliseconds, and words of its tokens', async () => {
    const { language, transcript } = await read(
      {
        result: { language: 'en' },
        transcription: [
          {
            timestamps: { from: '00:00:00,000', to: '00:00:02,500' },
            offsets: { from: 0, to: 2500 },
            text: ' And so rising',
            tokens: [
              { text: '[_BEG_]', offsets: { from: 0, to: 0 } },
              { text: ' And', offsets: { from: 0, to: 400 } },
              { text: ' so', offsets: { from: 400, to: 700 } },
              { text: ' ris', offsets: { from: 700, to: 1500 } },
              { text: 'ing', offsets: { from: 1500, to: 2500 } },
            ],
          },
        ],
      },
      {},
      'talk.wav.json',
    )
    expect(language).toBe('en')
    expect(transcript.segments).toEqual([
      {
        start: 0,
        end: 2.5,
        text: 'And so rising',
        words: [
          { start: 0, end: 0.4, text: 'And' },
          { start: 0.4, end: 0.7, text: 'so' },
          { start: 0.7, end: 2.5, text: 'rising' },
        ],
      },
    ])
  })

  it('transformers has its pairs of times, the last one open', async () => {
    const chunks = [
      { timestamp: [0, 2.5], text: ' One' },
      { timestamp: [2.5, null], text: ' Two' },
    ]
    const { transcript } = await read({ text: ' One Two', chunks })
    expect(transcript.segments).toEqual([
      { start: 0, end: 2.5, text: 'One' },
      { start: 2.5, end: 2.5, text: 'Two' },
    ])
  })

  it('our own export is what it was', async () => {
    const segments = [{ ...hello, speaker: 'Ann', words: [hello] }]
    const { transcript } = await read({
      video_id: 'x',
      language: 'en',
      source: 'speech',
      engine: 'e',
      model: null,
      complete: true,
      segments,
    })
    expect(transcript).toEqual({ language: 'en', segments })
  })

  it('the API’s own form keeps its title, address and duration', async () => {
    const video = {
      title: 'Rye',
      url: 'https://example.org/rye',
      duration: 60,
      language: 'de',
      transcript: { segments: [hello] },
    }
    expect(await read(video)).toEqual({
      ...video,
      transcript: { language: 'de', segments: [hello] },
    })
  })
})

describe('a plain list of segments', () => {
  it.each([
    ['start and end', { start: 0.5, end: 2, text: 'Hello' }],
    ['start and duration', { start: 0.5, duration: 1.5, text: 'Hello' }],
    ['numbers as text', { start: '0.5', end: '2', text: 'Hello' }],
    ['times of captions', { start: '00:00:00,500', end: '0:02', text: 'Hello' }],
    ['longer names', { start_time: 0.5, end_time: 2, text: ' Hello ' }],
  ])('is read with %s', async (_, segment) => {
    expect((await read([segment])).transcript.segments).toEqual([hello])
  })

  it('ends a segment where the next begins when nothing else is said', async () => {
    const { transcript } = await read([
      { start: 0, text: 'One' },
      { start: 3, text: 'Two' },
      { start: 5, end: 6, text: '' },
    ])
    expect(transcript.segments).toEqual([
      { start: 0, end: 3, text: 'One' },
      { start: 3, end: 5, text: 'Two' },
    ])
  })

  it('lets no control character through', async () => {
    const { transcript } = await read([{ start: 0, end: 1, text: 'a\u0000b\ud800' }])
    expect(transcript.segments[0]?.text).toBe('ab\ufffd')
  })
})

describe('title, address and language', () => {
  it('are those of the command line before those of the file', async () => {
    const options = { title: 'Mine', url: 'https://example.org/', language: 'fr' }
    expect(
      await read({ title: 'Theirs', language: 'en', segments: [hello] }, options),
    ).toMatchObject(options)
  })

  it.each([
    ['talk.json', 'talk'],
    ['My talk.mp4.json', 'My talk'],
    ['2024-05-01 v1.2.json', '2024-05-01 v1.2'],
  ])('%s is called %s', async (name, title) => {
    expect((await read([hello], {}, name)).title).toBe(title)
  })

  it.each(['auto', 'klingon', ''])('%j is no language', async (language) => {
    expect((await read({ language, segments: [hello] })).language).toBeUndefined()
  })
})

describe('a file that is no transcript', () => {
  it.each([
    ['is empty', '', 'expected JSON, found an empty file'],
    ['is no JSON', 'WEBVTT\n\n', 'expected JSON, found text beginning with "WEBVTT'],
    ['is cut off', '[{"start": 0', 'expected JSON, found text beginning with "[{\\"start\\": 0"'],
    [
      'is of another service',
      { jobName: 'x', results: {} },
      'found an object with jobName, results',
    ],
    ['is a number', '7', 'found 7'],
    ['has no segment', [], 'found no text in any segment'],
    ['has no text', [{ ...hello, text: ' ' }], 'found no text in any segment'],
    ['lacks a text', [hello, { start: 1, end: 2 }], '[1].text: expected text, found nothing'],
    [
      'has a wrong time',
      [{ ...hello, start: 'soon' }],
      '[0].start: expected a time in seconds from 0 on, or one such as 00:00:01,500, found "soon"',
    ],
    [
      'has a negative time',
      { segments: [{ ...hello, start: -1 }] },
      '[0].start: expected a time in seconds from 0 on',
    ],
    [
      'has something else for a segment',
      { segments: ['Hello'] },
      '[0]: expected an object with start, end and text, found "Hello"',
    ],
    [
      'runs backwards',
      [{ ...hello, end: 0 }],
      'segment 1 (“Hello”) ends at 0 s, before its start at 0.5 s',
    ],
    ['has an address that is none', { url: 'here', segments: [hello] }, 'url: '],
  ])('because it %s is refused with what was found', async (_, content, message) => {
    await expect(read(content)).rejects.toMatchObject({ code: 'invalid-transcript' })
    await expect(read(content)).rejects.toThrow(message)
  })
})
