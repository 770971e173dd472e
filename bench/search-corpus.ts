import type { Chunk, TimedSpan } from '../src/domain/chunk.ts'
import { stopWordsOf } from '../src/search/stop-words.ts'

/** A library of invented speech: words by Zipf's law, a topic for each video, vectors in clusters. */
export interface Corpus {
  chunk(video: number, index: number): Chunk
  /** Of unit length; chunks of one topic lie near to each other. */
  vector(video: number, index: number): Float32Array
  /** A question about a chunk: some of its words between words that say nothing, and a vector near to its own. */
  question(video: number, index: number): { text: string; vector: Float32Array }
}

const wordsOfChunk = 80
const secondsOfChunk = 30
const stepSeconds = 26
const vocabularySize = 60_000
const topicCount = 1000

/** The same corpus for the same numbers on every machine. */
export function createCorpus(dimensions: number): Corpus {
  const vocabulary = createVocabulary()
  const centres = Array.from({ length: topicCount }, (_, topic) =>
    randomVector(randomOf(`centre ${topic}`), dimensions),
  )
  const wordsOf = (video: number, index: number): string[] => {
    const random = randomOf(`words ${video} ${index}`)
    return Array.from({ length: wordsOfChunk }, () => {
      const isTopical = random() < 0.25
      const rank = zipfRank(random())
      return (
        vocabulary[isTopical ? (rank + 97 * (video % topicCount)) % vocabularySize : rank] ?? ''
      )
    })
  }
  const vectorOf = (video: number, index: number): Float32Array => {
    const random = randomOf(`vector ${video} ${index}`)
    const centre =
      centres[(video + Math.floor(index / 10)) % topicCount] ?? new Float32Array(dimensions)
    return near(centre, random, 1)
  }
  return {
    vector: vectorOf,
    chunk(video, index) {
      const start = index * stepSeconds
      let text = ''
      const spans: TimedSpan[] = wordsOf(video, index).map((word, position) => {
        const from = text.length + (position > 0 ? 1 : 0)
        text += position > 0 ? ` ${word}` : word
        const seconds = (secondsOfChunk * position) / wordsOfChunk
        return { from, to: text.length, start: start + seconds, end: start + seconds + 0.3 }
      })
      return { index, start, end: start + secondsOfChunk, text, spans }
    },
    question(video, index) {
      const random = randomOf(`question ${video} ${index}`)
      const words = wordsOf(video, index)
      const some = Array.from({ length: 6 }, () => words[Math.floor(random() * words.length)] ?? '')
      return {
        text: `what do they say about ${some.join(' ')}`,
        vector: near(vectorOf(video, index), random, 0.5),
      }
    },
  }
}

/** English's little words first, then invented ones: `tamelo`, `risunda`. */
function createVocabulary(): string[] {
  const random = randomOf('vocabulary')
  const syllables =
    'ba be bi bo da de do fa fi ga go ha ka ki la le li lo ma me mi mo na ne no pa po ra re ri ro sa se so ta te ti to va ve un er in on al en'.split(
      ' ',
    )
  const words = new Set(stopWordsOf('en'))
  while (words.size < vocabularySize) {
    const length = 2 + Math.floor(3 * random())
    let word = ''
    for (let count = 0; count < length; count += 1)
      word += syllables[Math.floor(random() * syllables.length)] ?? ''
    words.add(word)
  }
  return [...words]
}

/** A rank by Zipf's law with exponent 1: the share of words up to rank r grows with log r. */
function zipfRank(share: number): number {
  return Math.min(vocabularySize - 1, Math.floor(vocabularySize ** share) - 1)
}

function near(centre: Float32Array, random: () => number, distance: number): Float32Array {
  const noise = randomVector(random, centre.length)
  return unit(centre.map((value, place) => value + distance * (noise[place] ?? 0)))
}

function randomVector(random: () => number, dimensions: number): Float32Array {
  return unit(Float32Array.from({ length: dimensions }, () => random() + random() + random() - 1.5))
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

/** A generator of its own for each thing (mulberry32, seeded by FNV-1a), so that things can be made in any order. */
function randomOf(name: string): () => number {
  let state = 2_166_136_261
  for (const character of name)
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
