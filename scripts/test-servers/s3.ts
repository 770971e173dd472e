/**
 * Prepares the S3 servers that tests run on, once, into .test-servers (or CUEPOINT_TEST_SERVERS):
 *   versitygw 1.8.0, a real S3 server over a folder (needs Go);
 *   moto 5.2.5, many services of AWS in memory, for AWS Transcribe too (needs Python 3).
 *
 *   node scripts/test-servers/s3.ts
 */
import { join } from 'node:path'
import { installWithGo, prepareTestServer, run } from './prepare.ts'

await prepareTestServer({
  name: 'versitygw',
  program: 'versitygw',
  make: (folder) => installWithGo('github.com/versity/versitygw/cmd/versitygw@v1.8.0', folder),
})

await prepareTestServer({
  name: 'moto',
  program: 'bin/python',
  make: (folder) => {
    run('python3', ['-m', 'venv', folder])
    run(join(folder, 'bin/pip'), ['install', '--quiet', 'moto[server]==5.2.5'])
  },
})
