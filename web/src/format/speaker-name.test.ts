import { describe, expect, it } from 'vitest'
import { speakerInitial, speakerName } from './speaker-name.ts'

describe('the name of a speaker', () => {
  it.each([
    [{ speaker: 'Ada', speaker_label: 'S1' }, 'Ada'],
    [{ speaker: 'S12', speaker_label: 'S12' }, 'Speaker 12'],
    [{ speaker: 'S1', speaker_label: 'Ada' }, 'S1'],
    [{ speaker: 'Sam', speaker_label: 'Sam' }, 'Sam'],
    [{ speaker: null, speaker_label: null }, null],
    [{}, null],
  ])('of %j is %j', (spoken, name) => {
    expect(speakerName(spoken)).toBe(name)
  })

  it.each([
    ['Ada', 'A'],
    ['émile', 'É'],
    ['山田太郎', '山'],
    ['דנה', 'ד'],
    ['👩🏽‍🏫 Miss Honey', '👩🏽‍🏫'],
    ['Speaker 3', '3'],
    ['', ''],
  ])('%j has the initial %j', (name, initial) => {
    expect(speakerInitial(name)).toBe(initial)
  })
})
