/**
 * A whole library that says on its standard output what it does, to be killed meanwhile. Arguments: the data directory,
 * how many clips it is to have. Ends by itself once all of them are done.
 */
import { openToyLibrary } from './toy-library.ts'
import { crashClip } from './crash-clips.ts'
import { ToyStages } from './toy-stages.ts'
import { silentLogger } from './silent-logger.ts'
import type { Logger } from '../../src/ports/logger.ts'

const [, , directory = '', clips = '0'] = process.argv
const tell = (what: string) => process.stdout.write(`${what}\n`)

const logger: Logger = {
  ...silentLogger,
  info(fields, event) {
    if (event === 'stage finished' && 'stage' in fields) tell(`after ${String(fields.stage)}`)
  },
}
const stages = new ToyStages({ pauseMs: 5, onEnter: (stage) => tell(`in ${stage}`) })
await using library = await openToyLibrary({ directory, stages, logger })
tell('open')
for (let clip = 0; clip < Number(clips); clip++) {
  tell('adding')
  await library.add(crashClip(clip))
}
await library.untilIdle()
tell('idle')
