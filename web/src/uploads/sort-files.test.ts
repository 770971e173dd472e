import { describe, expect, it } from 'vitest'
import { sortFiles } from './sort-files.ts'

describe('sorting dropped files', () => {
  it('takes the media and leaves the rest', () => {
    const { media, others } = sort('a.MP4', 'b.flac', 'notes.pdf', 'x/c.mkv', 'x/cover.jpg')
    expect(media).toEqual(['a.MP4', 'b.flac', 'x/c.mkv'])
    expect(others).toEqual(['notes.pdf', 'x/cover.jpg'])
  })

  it('gives captions to the video of the same name beside it', () => {
    const { captions, loneCaptions } = sort(
      'talk.mp4',
      'talk.en.srt',
      'x/talk.mp4',
      'x/talk.vtt',
      'y/talk.vtt',
    )
    expect(captions).toEqual(['talk.en.srt en', 'talk.vtt null'])
    expect(loneCaptions).toEqual(['y/talk.vtt'])
  })

  it('prefers captions without a language, then English, then the first by name', () => {
    expect(sort('t.mp4', 't.de.srt', 't.en.vtt', 't.srt').captions).toEqual(['t.srt null'])
    expect(sort('t.mp4', 't.de.srt', 't.en.vtt').captions).toEqual(['t.en.vtt en'])
    expect(sort('t.mp4', 't.fr.srt', 't.de.sdh.vtt').captions).toEqual(['t.de.sdh.vtt de'])
  })

  it('does not complain of the other languages of a video that has captions', () => {
    expect(sort('t.mp4', 't.de.srt', 't.en.vtt').loneCaptions).toEqual([])
  })

  it('does not take a longer name for a language', () => {
    const { captions } = sort('talk.mp4', 'talk.final cut.srt', 'talkative.srt')
    expect(captions).toEqual(['none'])
  })

  it('takes one file that is named by itself whatever it is called, but not captions', () => {
    expect(sort('recording').media).toEqual(['recording'])
    expect(sort('folder/recording').media).toEqual([])
    expect(sort('talk.vtt')).toMatchObject({ media: [], loneCaptions: ['talk.vtt'] })
  })

  it('believes the system where it says that a file is video', () => {
    const file = new File(['x'], 'film.mxf', { type: 'video/mxf' })
    const other = new File(['x'], 'notes.txt')
    const { media } = sortFiles([
      { path: 'film.mxf', file },
      { path: 'notes.txt', file: other },
    ])
    expect(media.map(({ path }) => path)).toEqual(['film.mxf'])
  })
})

function sort(...paths: string[]) {
  const files = paths.map((path) => ({
    path,
    file: new File(['x'], path.split('/').at(-1) ?? path),
  }))
  const { media, loneCaptions, others } = sortFiles(files)
  return {
    media: media.map(({ path }) => path),
    captions: media.map(({ captions }) =>
      captions ? `${captions.file.name} ${captions.language}` : 'none',
    ),
    loneCaptions: loneCaptions.map(({ path }) => path),
    others: others.map(({ path }) => path),
  }
}
