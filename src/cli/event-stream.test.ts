import { expect, it } from 'vitest'
import { readEvents } from './event-stream.ts'

function stream(...pieces: string[]): ReadableStream<Uint8Array> {
  return ReadableStream.from(pieces.map((piece) => new TextEncoder().encode(piece)))
}

it('reads events however the bytes are cut', async () => {
  const body = stream(
    ': hello\n\nevent: vid',
    'eo\ndata: {"a":\ndata: 1}\n',
    '\nda',
    'ta:x\r\n\r\n',
  )
  expect(await Array.fromAsync(readEvents(body))).toEqual([
    { event: 'video', data: '{"a":\n1}' },
    { event: 'message', data: 'x' },
  ])
})

it('keeps letters whole that are cut between two pieces', async () => {
  const bytes = new TextEncoder().encode('data: é\n\n')
  const body = ReadableStream.from([bytes.slice(0, 7), bytes.slice(7)])
  expect(await Array.fromAsync(readEvents(body))).toEqual([{ event: 'message', data: 'é' }])
})

it('leaves an event out that the end cuts off', async () => {
  expect(await Array.fromAsync(readEvents(stream('data: half')))).toEqual([])
})
