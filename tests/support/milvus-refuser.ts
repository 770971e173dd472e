import { Server, ServerCredentials, status, type UntypedHandleCall } from '@grpc/grpc-js'

/** What every call comes to: an error of gRPC, a status of Milvus, no answer, or one without anything in it. */
type MilvusRefusal =
  | { readonly grpc: keyof typeof status; readonly details: string }
  | { readonly code: number; readonly reason: string }
  | { readonly version: string }
  | 'hang'
  | 'empty'

export interface MilvusRefuser extends AsyncDisposable {
  readonly address: string
  /** The `authorization` of every call. */
  readonly authorizations: readonly string[]
  refuse(how: MilvusRefusal): void
  /** Resolves when the next call is left hanging. */
  hanging(): Promise<undefined>
}

/** A server on loopback that speaks as much of Milvus's protocol as is needed to say no: milvus-lite has no users and no quotas. */
export async function startMilvusRefuser(): Promise<MilvusRefuser> {
  const authorizations: string[] = []
  let refusal: MilvusRefusal = 'empty'
  let hung = Promise.withResolvers<undefined>()

  const handle: UntypedHandleCall = (
    call: { metadata: { get(key: string): (string | Buffer)[] } },
    answer: (error: { code: number; details: string } | null, value?: Buffer) => void,
  ) => {
    authorizations.push(String(call.metadata.get('authorization')[0] ?? ''))
    if (refusal === 'hang') hung.resolve(undefined)
    else if (refusal === 'empty') answer(null, Buffer.alloc(0))
    else if ('grpc' in refusal) answer({ code: status[refusal.grpc], details: refusal.details })
    else if ('version' in refusal)
      answer(
        null,
        Buffer.concat([field(1, Buffer.alloc(0)), field(2, Buffer.from(refusal.version))]),
      )
    else answer(null, field(1, statusOf(refusal)))
  }
  const server = new Server()
  const methods = ['GetVersion', 'DescribeCollection']
  server.addService(
    Object.fromEntries(
      methods.map((name) => [
        name,
        {
          path: `/milvus.proto.milvus.MilvusService/${name}`,
          requestStream: false,
          responseStream: false,
          requestSerialize: (value: Buffer) => value,
          requestDeserialize: (value: Buffer) => value,
          responseSerialize: (value: Buffer) => value,
          responseDeserialize: (value: Buffer) => value,
        },
      ]),
    ),
    Object.fromEntries(methods.map((name) => [name, handle])),
  )
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error)
      else resolve(bound)
    })
  })
  return {
    address: `127.0.0.1:${port}`,
    authorizations,
    refuse(how) {
      refusal = how
    },
    hanging() {
      hung = Promise.withResolvers<undefined>()
      return hung.promise
    },
    [Symbol.asyncDispose]() {
      server.forceShutdown()
      return Promise.resolve()
    },
  }
}

/** `Status` of Milvus's common.proto: reason is field 2, code is field 3; 1 of the old codes (field 1) is any error. */
function statusOf({ code, reason }: { code: number; reason: string }): Buffer {
  return Buffer.concat([
    Buffer.from([0x08, 1]),
    field(2, Buffer.from(reason)),
    Buffer.from([0x18, ...varint(code)]),
  ])
}

/** A field of Protocol Buffers with a length. */
function field(number: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...varint(value.length)]), value])
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)]
}
