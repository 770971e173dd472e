import type { CueLine, Run } from './cue.ts'

/** What is spoken in the lines of a cue: no marks of a change of speaker, no notes of sounds that nobody speaks. */
export function spokenLines(lines: readonly CueLine[]): CueLine[] {
  const spoken = lines.map(withoutMarks).filter(({ text }) => !isSound(text))
  // A note may go on over several lines.
  return isSound(spoken.map(({ text }) => text).join(' ')) ? [] : spoken
}

/** `>>` and a dash at the start of a line say that another person speaks, not who; ♪ says that it is sung. */
function withoutMarks(line: CueLine): CueLine {
  if (!/^[-–—>]|>>|[♩♪♫♬]|🎵|🎶/u.test(line.text)) return line
  const first = line.runs.findIndex(({ text }) => text.trim() !== '')
  const runs = line.runs.map((run, index): Run => {
    const inside = run.text.replaceAll(/[♩♪♫♬]|🎵|🎶/gu, '').replaceAll(/(^| )>>+(?= |$)/g, '')
    const text = index === first ? inside.replace(/^ *(?:>>+|[-–—]+(?=[ \p{L}]))/u, '') : inside
    return { ...run, text }
  })
  const text = runs.map((run) => run.text).join('')
  return { ...line, runs, text: text.replaceAll(/ +/g, ' ').trim() }
}

/** `[Music]`, `(applause)`, `【拍手】`, `*laughs*`: nothing but notes. Brackets around a sentence are speech in an aside. */
function isSound(text: string): boolean {
  const rest = text.replaceAll(notePattern, (note, ...groups: (string | undefined)[]) => {
    const [square, round, wide, starred] = groups
    if (square !== undefined) return isSentence(square) ? note : ''
    const short = round ?? starred
    if (short !== undefined) return isSentence(short) || short.split(' ').length > 5 ? note : ''
    return (wide ?? '').length > 10 ? note : ''
  })
  return !/[\p{L}\p{N}]/u.test(rest)
}

const notePattern = /[[［【]([^[\]［］【】]*)[\]］】]|\(([^()]*)\)|（([^（）]*)）|\*([^*]*)\*/gu

function isSentence(text: string): boolean {
  return /[.?!]$/.test(text) && text.split(' ').length > 3
}
