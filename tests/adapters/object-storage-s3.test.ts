import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { createS3Storage } from '../../src/adapters/object-storage/s3.ts'
import { objectStorageContract } from '../contracts/object-storage.ts'
import {
  s3ServerNote,
  s3StorageOn,
  startMoto,
  startVersitygw,
  whyNoS3Server,
  type S3Server,
} from '../support/s3-server.ts'

describe.for([
  ['versitygw', startVersitygw, ''],
  ['versitygw', startVersitygw, 'in/a shared bucket'],
  ['moto', startMoto, ''],
] as const)('%s', ([name, start, prefix]) => {
  describe.skipIf(whyNoS3Server(name))(`with the prefix “${prefix}”${s3ServerNote(name)}`, () => {
    let server: S3Server
    let folder: string

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'cuepoint-s3-storage-'))
      server = await start()
    })
    afterAll(async () => {
      await server[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    })

    const open = async () =>
      createS3Storage({ ...(await s3StorageOn(server, join(folder, 'cache'))), prefix })
    // moto takes the path of a request apart by lines.
    objectStorageContract(name, open, name === 'moto' ? ['a\nb'] : [])
  })
})
