import { describe, expect, it } from 'vitest'
import { browserPlays } from './playability.ts'
import type { MediaFacts } from './video.ts'

const mp4 = 'mov,mp4,m4a,3gp,3g2,mj2'
const webm = 'matroska,webm'

/** `h264/yuv420p` or null, and `aac` or null. */
function facts(container: string, video: string | null, audio: string | null): MediaFacts {
  const [codec = '', pixelFormat = null] = video?.split('/') ?? []
  return {
    container,
    durationSeconds: 60,
    video: video === null ? null : { index: 0, codec, width: 640, height: 360, pixelFormat },
    audio: audio === null ? null : { index: 1, codec: audio, channels: 2, sampleRate: 48_000 },
    subtitles: [],
  }
}

describe('what browsers play', () => {
  it.each([
    ['talk.mp4', mp4, 'h264/yuv420p', 'aac'],
    ['TALK.MP4', mp4, 'h264/yuvj420p', 'mp3'],
    ['talk.mp4', mp4, 'h264/yuv420p', null],
    ['talk.mp4', mp4, null, 'aac'],
    ['talk.mp4', mp4, 'av1/yuv420p10le', 'aac'],
    ['talk.m4v', mp4, 'h264/yuv420p', 'aac'],
    ['talk.mov', mp4, 'h264/yuv420p', 'aac'],
    ['talk.webm', webm, 'vp8/yuv420p', 'vorbis'],
    ['talk.webm', webm, 'vp9/yuv420p', 'opus'],
    ['talk.webm', webm, 'av1/yuv420p', 'opus'],
    ['talk.webm', webm, null, 'opus'],
    ['talk.mp3', 'mp3', null, 'mp3'],
    ['talk.m4a', mp4, null, 'aac'],
    ['talk.wav', 'wav', null, 'pcm_s16le'],
    ['talk.flac', 'flac', null, 'flac'],
    ['talk.ogg', 'ogg', null, 'vorbis'],
    ['talk.opus', 'ogg', null, 'opus'],
  ])('%s (%s, %s, %s)', (name, container, video, audio) => {
    expect(browserPlays(facts(container, video, audio), name)).toBe(true)
  })
})

describe('what some browser does not play', () => {
  it.each([
    ['HEVC, of which Chromium gives only the sound', 'talk.mp4', mp4, 'hevc/yuv420p', 'aac'],
    ['H.264 with 10 bits', 'talk.mp4', mp4, 'h264/yuv420p10le', 'aac'],
    ['H.264 in 4:4:4', 'talk.mp4', mp4, 'h264/yuv444p', 'aac'],
    ['sound of television', 'talk.mp4', mp4, 'h264/yuv420p', 'ac3'],
    ['ProRes', 'talk.mov', mp4, 'prores/yuv422p10le', 'pcm_s16le'],
    ['PCM in MOV', 'talk.mov', mp4, 'h264/yuv420p', 'pcm_s16le'],
    ['ALAC', 'talk.m4a', mp4, null, 'alac'],
    ['H.264 in MKV', 'talk.mkv', webm, 'h264/yuv420p', 'aac'],
    ['MKV with the tracks of WebM', 'talk.mkv', webm, 'vp9/yuv420p', 'opus'],
    ['H.264 in a file called WebM', 'talk.webm', webm, 'h264/yuv420p', 'opus'],
    ['AVI', 'talk.avi', 'avi', 'h264/yuv420p', 'mp3'],
    ['MPEG-TS', 'talk.ts', 'mpegts', 'h264/yuv420p', 'aac'],
    ['Theora', 'talk.ogv', 'ogg', 'theora/yuv420p', 'vorbis'],
    ['WMA', 'talk.wma', 'asf', null, 'wmav2'],
    ['raw AAC, which has no index', 'talk.aac', 'aac', null, 'aac'],
    ['a phone of 2005', 'talk.3gp', mp4, 'h263/yuv420p', 'amr_nb'],
    ['a name that says something else', 'talk.mp3', mp4, 'h264/yuv420p', 'aac'],
    ['no name', '', mp4, 'h264/yuv420p', 'aac'],
    ['no tracks', 'talk.mp4', mp4, null, null],
  ])('%s', (_, name, container, video, audio) => {
    expect(browserPlays(facts(container, video, audio), name)).toBe(false)
  })
})
