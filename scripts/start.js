// `npm start`: sets up what is missing, then serves. Arguments go to `cuepoint serve`: npm start -- --port 9000
import { buildWeb, install } from './setup.js'

install()
buildWeb()
process.argv.splice(2, 0, 'serve')
await import('../bin/cuepoint.js')
