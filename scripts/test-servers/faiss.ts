/**
 * Prepares faiss-node 0.5.1 for tests, once, into .test-servers (or CUEPOINT_TEST_SERVERS). Its own install downloads a
 * binary, or clones and builds FAISS; here its source is compiled against Debian's FAISS instead, in half a minute. Brings
 * libfaiss-dev by apt where that is missing (Linux, root); needs g++ and npm.
 *
 *   node scripts/test-servers/faiss.ts
 */
import { existsSync, globSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { prepareTestServer, run } from './prepare.ts'

/** What faiss-node asks for itself, and the headers of Node's stable interface, which no Node brings with it everywhere. */
const packages = {
  'faiss-node': '0.5.1',
  'node-addon-api': '6.1.0',
  'node-api-headers': '1.9.0',
  bindings: '1.5.0',
  'file-uri-to-path': '1.0.0',
}

await prepareTestServer({
  name: 'faiss',
  program: 'node_modules/faiss-node/build/Release/faiss-node.node',
  make: async (folder) => {
    installFaiss()
    const modules = join(folder, 'node_modules')
    for (const [name, version] of Object.entries(packages)) await unpack(name, version, modules)
    await compile(modules)
    const load = 'const { IndexFlatIP } = require(process.argv[1]); new IndexFlatIP(2).add([1, 0])'
    run(process.execPath, ['-e', load, join(modules, 'faiss-node')])
  },
})

/** The packages of the running system: a library that is loaded has to fit its C library. */
function installFaiss(): void {
  if (existsSync('/usr/include/faiss/IndexFlat.h')) return
  const install = ['install', '-y', '-qq', '--no-install-recommends', 'libfaiss-dev', 'g++']
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  try {
    run('apt-get', install, env)
  } catch {
    // The lists of packages may be missing or old.
    run('apt-get', ['update', '-qq'], env)
    run('apt-get', install, env)
  }
}

async function unpack(name: string, version: string, modules: string): Promise<void> {
  const place = join(modules, name)
  await mkdir(place, { recursive: true })
  run('npm', ['pack', '--silent', `--pack-destination=${place}`, `${name}@${version}`])
  const [archive = 'nothing'] = globSync(join(place, '*.tgz'))
  run('tar', ['-xzf', archive, '-C', place, '--strip-components=1'])
  await rm(archive)
}

/** Debian 12 has FAISS 1.7.3; faiss-node is written for 1.7.4, where `idx_t` has moved out of `Index`. */
async function compile(modules: string): Promise<void> {
  const shim = join(modules, 'shim.h')
  await writeFile(
    shim,
    '#include <faiss/Index.h>\nnamespace faiss { using idx_t = Index::idx_t; }\n',
  )
  const target = join(modules, 'faiss-node/build/Release')
  await mkdir(target, { recursive: true })
  run('g++', [
    ...['-O2', '-std=c++17', '-shared', '-fPIC', '-fopenmp', '-w', '-include', shim],
    ...['-DNAPI_VERSION=6', '-DNAPI_CPP_EXCEPTIONS', '-DNODE_GYP_MODULE_NAME=faiss_node'],
    `-I${join(modules, 'node-api-headers/include')}`,
    `-I${join(modules, 'node-addon-api')}`,
    join(modules, 'faiss-node/src/faiss.cc'),
    ...['-o', join(target, 'faiss-node.node'), '-lfaiss', '-llapack', '-lblas'],
  ])
}
