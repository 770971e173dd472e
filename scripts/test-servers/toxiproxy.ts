/**
 * Prepares toxiproxy 2.12.0, which cuts and slows connections for tests, once, into .test-servers (or
 * CUEPOINT_TEST_SERVERS). Needs Go.
 *
 *   node scripts/test-servers/toxiproxy.ts
 */
import { installWithGo, prepareTestServer } from './prepare.ts'

await prepareTestServer({
  name: 'toxiproxy',
  program: 'server',
  make: (folder) => installWithGo('github.com/Shopify/toxiproxy/v2/cmd/server@v2.12.0', folder),
})
