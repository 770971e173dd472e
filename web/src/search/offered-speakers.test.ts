import { describe, expect, it } from 'vitest'
import type { Group, Moment } from '../api/types.ts'
import { offeredSpeakers } from './offered-speakers.ts'

const video: Group['video'] = {
  id: '1',
  title: 'Talk',
  duration: 60,
  language: 'en',
  thumbnail_url: null,
  has_picture: false,
}

function said(speaker: string | null, label: string | null = speaker): Moment {
  return {
    video,
    start: 0,
    end: 5,
    jump_to: 0,
    speaker,
    speaker_label: label,
    text: 'Something.',
    snippet: 'Something.',
    score: 1,
    matched: ['keyword'],
    frame_url: null,
    url: '/videos/1',
  }
}

const groupOf = (...moments: Moment[]): Group[] => [{ video, total: moments.length, moments }]

describe('speakers that are offered', () => {
  it('are those who say most of what was found', () => {
    const found = groupOf(said('Ada'), said('Ben', 'S2'), said('Ben', 'S1'), said(null))
    expect(offeredSpeakers(found)).toEqual(['Ben', 'Ada'])
  })

  it('are none where one alone speaks', () => {
    expect(offeredSpeakers(groupOf(said('Ada'), said('Ada'), said(null)))).toEqual([])
  })

  it('have a name', () => {
    expect(offeredSpeakers(groupOf(said('S1'), said('S2'), said('Ada')))).toEqual([])
  })
})
