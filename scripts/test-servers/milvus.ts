/**
 * Prepares the Milvus server that tests run on, once, into .test-servers (or CUEPOINT_TEST_SERVERS): milvus-lite 3.2.2, the
 * engine and the protocol of Milvus in one process (needs Python 3.10 or later with venv).
 *
 *   node scripts/test-servers/milvus.ts
 */
import { join } from 'node:path'
import { prepareTestServer, run } from './prepare.ts'

/** milvus-lite does not name pymilvus, whose messages its server speaks with. */
const packages = [
  'milvus-lite==3.2.2',
  'pymilvus==3.0.2',
  'faiss-cpu==1.15.1',
  'grpcio==1.85.3',
  'numpy==2.4.6',
  'pandas==3.1.1',
  'protobuf==7.36.2',
  'pyarrow==26.0.1',
]

await prepareTestServer({
  name: 'milvus',
  program: 'bin/python',
  make: (folder) => {
    run('python3', ['-m', 'venv', folder])
    run(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', ...packages])
    run(join(folder, 'bin/python'), ['-c', 'import milvus_lite.cmdline, pymilvus'])
  },
})
