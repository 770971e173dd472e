import cliProgress from 'cli-progress'
import { note } from './output.ts'

/** How long work goes, on stderr. */
export interface Progress extends Disposable {
  /** `share` is 0 to 1. */
  show(name: string, share: number, words: string): void
  /** The line stays as it is now. */
  finish(name: string, words: string): void
}

/** Bars in a terminal; elsewhere a line whenever the words change. */
export function createProgress(quiet: boolean): Progress {
  if (quiet) return silence
  return process.stderr.isTTY ? bars() : lines()
}

const silence: Progress = {
  show: () => undefined,
  finish: () => undefined,
  [Symbol.dispose]: () => undefined,
}

function bars(): Progress {
  const multiBar = new cliProgress.MultiBar({
    stream: process.stderr,
    format: '{bar} {name}  {words}',
    barsize: 24,
    hideCursor: true,
    // Ctrl-C is ours: work has to be given back first.
    gracefulExit: false,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    // What is finished stays as a line; a bar says nothing any more.
    clearOnComplete: true,
  })
  const shown = new Map<string, cliProgress.SingleBar>()
  const show = (name: string, share: number, words: string): void => {
    const bar = shown.get(name)
    if (bar) bar.update(share, { name, words })
    else shown.set(name, multiBar.create(1, share, { name, words }))
  }
  return {
    show,
    finish(name, words) {
      // Written at the next drawing, which removing a bar brings about.
      multiBar.log(wrapped(`${name}: ${words}\n`))
      const bar = shown.get(name)
      if (bar) multiBar.remove(bar)
      else multiBar.update()
      shown.delete(name)
    },
    [Symbol.dispose]: () => multiBar.stop(),
  }
}

/** A bar must not wrap, so the terminal is told not to; the reason of a failure is longer than a line. */
function wrapped(text: string): string {
  return `\u001b[?7h${text}\u001b[?7l`
}

function lines(): Progress {
  const last = new Map<string, string>()
  const say = (name: string, words: string): void => {
    // Percentages and times change all the while; a line is for what is new.
    const gist = words.replace(/\d.*$/, '')
    if (last.get(name) === gist) return
    last.set(name, gist)
    note(`${name}: ${words}`)
  }
  return {
    show: (name, _share, words) => say(name, words),
    finish: say,
    [Symbol.dispose]: () => undefined,
  }
}
