import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from './config-error.ts'
import { loadConfig } from './config.ts'
import type { Sources } from './read-settings.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuepoint-config-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function load({ env = {}, flags = {} }: Partial<Sources> = {}) {
  return loadConfig({ env: { HOME: folder, ...env }, flags, cwd: folder })
}

function problemsOf(sources: Partial<Sources>) {
  try {
    load(sources)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

function writeSettings(text: string): void {
  writeFileSync(join(folder, 'cuepoint.yaml'), text)
}

describe('settings without any given', () => {
  it('keeps the library in the data directory of the person, embedded, on loopback', () => {
    const data = join(folder, '.local/share/cuepoint')
    const env = { HOME: folder }
    expect(loadConfig({ env, flags: {}, cwd: folder })).toMatchObject({
      host: '127.0.0.1',
      port: 8484,
      apiToken: null,
      database: { kind: 'embedded', directory: join(data, 'database') },
      storage: { kind: 'disk', directory: join(data, 'files') },
      transcriber: { kind: 'local', model: 'whisper-base' },
      embedder: { kind: 'local', model: 'multilingual-e5-small' },
      models: { cacheDirectory: join(folder, '.cache/huggingface/hub') },
      worker: true,
    })
  })

  it('follows the XDG directories', () => {
    const config = load({ env: { XDG_DATA_HOME: '/data', XDG_CACHE_HOME: '/cache' } })
    expect(config.dataDirectory).toBe('/data/cuepoint')
    expect(config.models.cacheDirectory).toBe('/cache/huggingface/hub')
  })
})

describe('sources', () => {
  it('counts a flag before a variable, a variable before the file, the file before the default', () => {
    writeSettings('port: 3\nhost: localhost\nchunk-seconds: 60')
    const config = load({ env: { CUEPOINT_PORT: '2', CUEPOINT_HOST: '::1' }, flags: { port: '1' } })
    expect([config.port, config.host, config.chunkSeconds]).toEqual([1, '::1', 60])
  })

  it('finds the file in the configuration directory when the working directory has none', () => {
    mkdirSync(join(folder, 'cuepoint'))
    writeFileSync(join(folder, 'cuepoint/cuepoint.yaml'), 'port: 1234')
    expect(load({ env: { XDG_CONFIG_HOME: folder } }).port).toBe(1234)
  })

  it('starts relative paths of the file at its folder, and knows the home directory', () => {
    writeSettings('data-dir: library\nmodels-dir: ~/models')
    const env = { HOME: '/home/ada', CUEPOINT_CONFIG: join(folder, 'cuepoint.yaml') }
    const config = loadConfig({ env, flags: {}, cwd: '/' })
    expect(config.dataDirectory).toBe(join(folder, 'library'))
    expect(config.models.directory).toBe('/home/ada/models')
  })

  it('takes an empty variable as not set', () => {
    expect(load({ env: { CUEPOINT_PORT: '' } }).port).toBe(8484)
  })

  it('takes switches as flags and as words', () => {
    expect(load({ flags: { worker: false } }).worker).toBe(false)
    expect(load({ env: { CUEPOINT_WORKER: 'no' } }).worker).toBe(false)
  })

  it('leaves names alone that are not meant for it', () => {
    const env = {
      CUEPOINT_SHARED: '/x',
      CUEPOINT_SERVICE_HOST: '10.0.0.1',
      CUEPOINT_PORT_80_TCP: 'x',
    }
    expect(problemsOf({ env })).toEqual([])
  })
})

describe('problems', () => {
  it('reports every one at once, with what was expected and what was found', () => {
    writeSettings('prot: 1\nthreads: many\nstorage: [disk]')
    const env = { CUEPOINT_PORT: '70000', CUEPOINT_EMBEDER: 'none', CUEPOINT_ASR_MODEL: 'whisper' }
    const problems = problemsOf({ env, flags: { transcriber: 'aws' } })
    expect(problems.map(({ setting }) => setting).sort()).toEqual([
      '--transcriber',
      'CUEPOINT_ASR_MODEL',
      'CUEPOINT_EMBEDER',
      'CUEPOINT_PORT',
      `prot in ${folder}/cuepoint.yaml`,
      `storage in ${folder}/cuepoint.yaml`,
      `threads in ${folder}/cuepoint.yaml`,
    ])
    expect(problems).toContainEqual({
      setting: 'CUEPOINT_PORT',
      expected: 'a whole number from 0 to 65535',
      found: '"70000"',
    })
    expect(problems).toContainEqual({
      setting: 'CUEPOINT_EMBEDER',
      expected: 'CUEPOINT_EMBEDDER, perhaps',
      found: 'a name that is not known',
    })
  })

  it('names a file that is missing or no YAML', () => {
    expect(problemsOf({ flags: { config: 'none.yaml' } })).toHaveLength(1)
    writeSettings('a: [')
    expect(problemsOf({})[0]?.setting).toBe(join(folder, 'cuepoint.yaml'))
  })

  it('needs a token beyond loopback, or the word insecure', () => {
    const env = { CUEPOINT_HOST: '0.0.0.0' }
    expect(problemsOf({ env })[0]?.setting).toBe('CUEPOINT_API_TOKEN')
    expect(problemsOf({ env: { ...env, CUEPOINT_API_TOKEN: 'opensesame' } })).toEqual([])
    expect(problemsOf({ env, flags: { insecure: true } })).toEqual([])
    expect(problemsOf({ env: { CUEPOINT_HOST: '127.0.0.53' } })).toEqual([])
  })

  it('needs a key for the hosted embedder, and none for a server of one’s own', () => {
    const env = { CUEPOINT_EMBEDDER: 'openai' }
    expect(problemsOf({ env })[0]?.setting).toBe('OPENAI_API_KEY')
    const own = load({ env: { ...env, OPENAI_BASE_URL: 'http://127.0.0.1:9/v1/' } })
    expect(own.embedder).toMatchObject({ kind: 'openai', baseUrl: 'http://127.0.0.1:9/v1' })
  })
})

describe('secrets', () => {
  const env = {
    CUEPOINT_API_TOKEN: 'opensesame',
    DATABASE_URL: 'postgres://ada:hunter2@db/library',
  }

  it('are handed out only on request', () => {
    const config = load({ env })
    const printed = [inspect(config, { depth: 9 }), JSON.stringify(config), String(config.apiToken)]
    expect(printed.join()).not.toMatch(/opensesame|hunter2/)
    expect(config.apiToken?.reveal()).toBe('opensesame')
  })

  it('are not shown when they are wrong', () => {
    const problems = problemsOf({ env: { DATABASE_URL: 'mysql://ada:hunter2@db/library' } })
    expect(problems).toHaveLength(1)
    expect(JSON.stringify(problems)).not.toContain('hunter2')
  })
})
