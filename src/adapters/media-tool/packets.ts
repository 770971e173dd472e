import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { inputArguments } from './input-arguments.ts'
import { ProgramFailure, type RunProgram } from './run-program.ts'

export interface Packet {
  readonly streamIndex: number
  readonly seconds: number
  /** 0 where the container does not say. */
  readonly durationSeconds: number
  readonly isKeyframe: boolean
}

export interface PacketSelection {
  readonly path: string
  /** ffprobe's `-read_intervals`, on the time line of the container, which may not begin at 0. Null: the whole file. */
  readonly interval: string | null
  /** ffmpeg's stream specifier, e.g. `V:0` for the video. Null: all tracks. */
  readonly track: string | null
}

/** Hands the packets to `see`, without decoding them. */
export async function eachPacket(
  { path, interval, track }: PacketSelection,
  see: (packet: Packet) => void,
  runProgram: RunProgram,
  signal?: AbortSignal,
): Promise<void> {
  const args = [
    ...['-v', 'error', '-of', 'compact=nokey=0:print_section=0'],
    ...['-show_entries', 'packet=stream_index,pts_time,dts_time,duration_time,flags'],
    ...(interval === null ? [] : ['-read_intervals', interval]),
    ...(track === null ? [] : ['-select_streams', track]),
    ...inputArguments(path),
  ]
  const read = async (stdout: Readable) => {
    for await (const line of createInterface({ input: stdout })) {
      const packet = parsePacket(line)
      if (packet) see(packet)
    }
  }
  await runProgram({ name: 'ffprobe', args, read }, signal)
}

function parsePacket(line: string): Packet | null {
  const fields = new Map(
    line.split('|').map((field) => {
      const [key = '', value = ''] = field.split('=')
      return [key, value]
    }),
  )
  const number = (key: string) => Number(fields.get(key) ?? NaN)
  const seconds = [number('pts_time'), number('dts_time')].find(Number.isFinite)
  if (seconds === undefined) return null
  return {
    streamIndex: number('stream_index'),
    seconds,
    durationSeconds: number('duration_time') || 0,
    isKeyframe: fields.get('flags')?.startsWith('K') ?? false,
  }
}

/** For `catch`: what cannot be entered at the asked place has no packets there. */
export function noPackets(error: unknown): null {
  if (error instanceof ProgramFailure) return null
  throw error
}
