import type { CueLine, Run } from './cue.ts'
import { decodeEntities } from './entities.ts'
import { tidyText } from './tidy-text.ts'
import { parseTimestamp } from './timing.ts'

/**
 * The text of a cue as lines of one speaker each. Understands the tags of WebVTT (`<v Name>`, `<c.class>`, `<i>`,
 * `<ruby>`, `<00:00:01.000>`), the HTML of SubRip and the overrides `{\an8}` that came into both from SubStation Alpha.
 * Every other tag falls away, so that no markup is left; a `<` that opens no tag is text.
 */
export function parseCueText(payload: string): CueLine[] {
  const lines = new LineBuilder()
  let isReading = false
  for (const [token, tag] of withoutOverrides(payload).matchAll(/<([^<>]*)>|\n|[^<\n]+|</g)) {
    if (token === '\n') lines.endLine()
    else if (tag === undefined) lines.addText(isReading ? '' : decodeEntities(token))
    else {
      const name = /^\/?[a-z]*/i.exec(tag)?.[0].toLowerCase()
      const time = parseTimestamp(tag)
      if (time !== null) lines.startRun(time)
      else if (name === 'v' || name === '/v') lines.setSpeaker(speakerOf(tag))
      else if (name === 'br' || name === 'br/') lines.endLine()
      // The reading beside a word in small letters, not a word that is spoken as well.
      else if (name === 'rt') isReading = true
      else if (name === '/rt' || name === '/ruby') isReading = false
      else if (!/^\/?[a-z]|^[!?]|^\/?$/i.test(tag)) lines.addText(decodeEntities(token))
    }
  }
  return lines.finish()
}

function withoutOverrides(payload: string): string {
  if (!payload.includes('{')) return payload
  return payload.replaceAll(/\{(?:\\[^{}]*|[a-z]:[^{}]*|\/?[biu])\}/gi, '')
}

function speakerOf(tag: string): string | null {
  const annotation = /^v(?:\.\S*)?\s+(.*)$/is.exec(tag)?.[1] ?? ''
  return tidyText(decodeEntities(annotation)).trim() || null
}

class LineBuilder {
  readonly #lines: CueLine[] = []
  #speaker: string | null = null
  #from: number | null = null
  #runs: Run[] = []
  #text = ''

  addText(text: string): void {
    this.#text += text
  }

  startRun(from: number): void {
    this.#endRun()
    this.#from = from
  }

  setSpeaker(speaker: string | null): void {
    this.endLine()
    this.#speaker = speaker
  }

  endLine(): void {
    this.#endRun()
    const runs = this.#runs.map(({ from, text }) => ({ from, text: tidyText(text) }))
    const text = tidyText(runs.map((run) => run.text).join('')).trim()
    this.#lines.push({ speaker: this.#speaker, text, runs })
    this.#runs = []
  }

  finish(): CueLine[] {
    this.endLine()
    return this.#lines.filter(({ text }) => text !== '')
  }

  #endRun(): void {
    // An empty run says when the one before it ends.
    if (this.#text !== '' || this.#from !== null) {
      this.#runs.push({ from: this.#from, text: this.#text })
    }
    this.#text = ''
  }
}
