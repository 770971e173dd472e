// `npm test`: sets up what is missing, then runs the tests. Arguments go to vitest: npm test -- --project unit
import { buildWeb, install, run } from './setup.js'

install()
buildWeb()
run('vitest', ['run', ...process.argv.slice(2)])
