import { describe, expect, it } from 'vitest'
import type { MediaFacts } from '../domain/video.ts'
import { mediaType } from './media-type.ts'

const picture = { index: 0, codec: 'h264', width: 2, height: 2, pixelFormat: 'yuv420p' }

function facts(container: string, hasPicture: boolean): MediaFacts {
  const video = hasPicture ? picture : null
  return { container, durationSeconds: 1, video, audio: null, subtitles: [] }
}

describe('mediaType', () => {
  it.each([
    ['original.mp4', 'mov,mp4,m4a,3gp,3g2,mj2', true, 'video/mp4'],
    ['original.mov', 'mov,mp4,m4a,3gp,3g2,mj2', true, 'video/mp4'],
    ['original.m4a', 'mov,mp4,m4a,3gp,3g2,mj2', false, 'audio/mp4'],
    ['original.webm', 'matroska,webm', true, 'video/webm'],
    ['original.mkv', 'matroska,webm', true, 'video/x-matroska'],
    ['original.mp3', 'mp3', false, 'audio/mpeg'],
    ['original.ogg', 'ogg', false, 'audio/ogg'],
    ['original.html', 'mov,mp4,m4a,3gp,3g2,mj2', true, 'video/mp4'],
    ['original.html', 'something new', true, 'application/octet-stream'],
  ])('%s that is %s', (key, container, hasPicture, type) => {
    expect(mediaType(key, facts(container, hasPicture), key)).toBe(type)
  })

  it('a rendition is mp4 whatever it was made of', () => {
    expect(mediaType('playable.mp4', facts('avi', true), 'original.avi')).toBe('video/mp4')
    expect(mediaType('playable.mp4', facts('asf', false), 'original.wma')).toBe('audio/mp4')
  })

  it('a file that was not examined yet is bytes', () => {
    expect(mediaType('original.mp4', null, 'original.mp4')).toBe('application/octet-stream')
  })
})
