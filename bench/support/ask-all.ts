import { z } from 'zod'

const answer = z.object({ total: z.number() })
const questionCount = 220
const wordsOfQuestion = 6

/** Asks a library that was made of these words for runs of them, and says how long its answers took. */
export async function askAll(address: string, words: readonly string[]): Promise<string> {
  const times: number[] = []
  let found = 0
  // Quotation marks and dashes mean something in a question.
  const plain = words.filter((word) => /^[a-z]+$/i.test(word))
  for (let number = 0; number < questionCount; number += 1) {
    const first = (number * 7919) % (plain.length - wordsOfQuestion)
    const question = plain.slice(first, first + wordsOfQuestion).join(' ')
    const startedAt = performance.now()
    const response = await fetch(`${address}/search?q=${encodeURIComponent(question)}`)
    const { total } = answer.parse(await response.json())
    found += total === 0 ? 0 : 1
    // The first ones read the indexes from the disk.
    if (number >= questionCount / 10) times.push(performance.now() - startedAt)
  }
  const sorted = times.toSorted((a, b) => a - b)
  const quantile = (share: number) => (sorted[Math.floor(share * sorted.length)] ?? NaN).toFixed(0)
  return `${found} of ${questionCount} questions answered, p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms over HTTP`
}
