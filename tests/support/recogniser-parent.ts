import { join } from 'node:path'
import { startRecogniserProcess } from '../../src/adapters/transcriber/recogniser-process.ts'

/** A process that has a recogniser and waits to be killed: `recogniser-parent.ts FOLDER`. */
const [, , folder = ''] = process.argv
await startRecogniserProcess(
  {
    recipe: {
      family: 'nemo-ctc',
      model: join(folder, 'model.onnx'),
      tokens: join(folder, 'tokens.txt'),
      languages: ['en'],
    },
    vad: null,
    threads: 1,
  },
  new AbortController().signal,
  new URL('./tone-recogniser-mortal.ts', import.meta.url),
)
process.send?.('ready')
